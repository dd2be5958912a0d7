package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.OidcAccounts;
import io.rempart.console.security.People;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rempart accounts}: the people of the console, from the terminal of who owns the machine. */
@Command(
        name = "accounts",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        subcommands = {
            AccountsCommand.Create.class,
            AccountsCommand.Role.class,
            AccountsCommand.Disable.class,
            AccountsCommand.Enable.class,
            AccountsCommand.ResetPassword.class,
            AccountsCommand.ResetSecondFactor.class,
            AccountsCommand.Link.class
        })
public final class AccountsCommand extends StoreAccess {
    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        Set<String> secured = installation.accounts().credentials().credentials(null).stream()
                .filter(one -> one.kind() == Kind.TOTP || one.kind() == Kind.PASSKEY)
                .map(Credential::account)
                .collect(Collectors.toSet());
        for (Account account : installation.accounts().accounts()) {
            out.println(line(account, secured.contains(account.name()), json));
        }
        return ExitCode.OK;
    }

    private static String line(Account account, boolean hasSecondFactor, boolean json) {
        Instant lastLogIn = account.lastLogIn();
        if (!json) {
            return TerminalText.safe("%-20s %-8s %-8s %-13s %s"
                    .formatted(
                            account.name(),
                            account.role(),
                            account.enabled() ? "enabled" : "disabled",
                            hasSecondFactor ? "second-factor" : "-",
                            lastLogIn == null ? "-" : DecisionText.time(lastLogIn)));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", account.name());
        map.put("role", account.role());
        map.put("enabled", account.enabled());
        map.put("has-password", !account.passwordHash().isEmpty());
        map.put("second-factor", hasSecondFactor);
        map.put("created", account.createdAt());
        map.put("last-log-in", lastLogIn);
        return JsonLines.of(map);
    }

    /** What the sub-commands share. */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    abstract static class Sub implements Callable<Integer> {
        @ParentCommand
        AccountsCommand parent;

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "NAME", index = "0", descriptionKey = "accounts.name")
        String name;

        @Option(names = "--json", descriptionKey = "json")
        boolean json;

        @Override
        public final Integer call() {
            try (Installation installation = Installation.open(GivenConfiguration.of(parent.spec))) {
                PrintWriter out = spec.commandLine().getOut();
                run(installation, new People(installation.accounts(), Clock.systemUTC()), out);
                out.flush();
                return ExitCode.OK;
            }
        }

        abstract void run(Installation installation, People people, PrintWriter out);

        CommandProblem unknown() {
            return new CommandProblem(Messages.text("accounts.unknown", name));
        }

        static String known(String role) {
            if (!People.ROLES.contains(role)) {
                throw new CommandProblem(Messages.text("accounts.role.wrong", role));
            }
            return role;
        }

        /** Tells the account as it is now, or why it is not changed. */
        void done(Installation installation, PrintWriter out, boolean changed) {
            Account account = installation.accounts().account(name).orElseThrow(this::unknown);
            if (!changed) {
                throw new CommandProblem(Messages.text("accounts.last", name));
            }
            boolean hasSecondFactor = installation.accounts().credentials().credentials(name).stream()
                    .anyMatch(one -> one.kind() == Kind.TOTP || one.kind() == Kind.PASSKEY);
            out.println(line(account, hasSecondFactor, json));
        }

        /** The path to set a password at; the command doesn't know by which name the console is reached. */
        void link(PrintWriter out, String account, String secret) {
            String path = "/invitation?token=" + secret;
            if (json) {
                out.println(JsonLines.of(Map.of("name", account, "path", path)));
            } else {
                out.println(Messages.text("accounts.link", account));
                out.println(path);
            }
        }
    }

    /** {@code rempart accounts create NAME --role analyst}. */
    @Command(name = "create", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Create extends Sub {
        @Option(names = "--role", paramLabel = "ROLE", defaultValue = "viewer", descriptionKey = "accounts.role")
        String role;

        @Override
        void run(Installation installation, People people, PrintWriter out) {
            String normalised = Accounts.normalised(name);
            if (!Accounts.isName(normalised)) {
                throw new CommandProblem(Messages.text("accounts.name.wrong", name));
            }
            link(
                    out,
                    normalised,
                    people.invite(normalised, known(role), DecisionText.author(), "")
                            .orElseThrow(() -> new CommandProblem(Messages.text("accounts.taken", normalised))));
        }
    }

    /** {@code rempart accounts role NAME ROLE}. */
    @Command(name = "role", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Role extends Sub {
        @Parameters(paramLabel = "ROLE", index = "1", descriptionKey = "accounts.role")
        String role;

        @Override
        void run(Installation installation, People people, PrintWriter out) {
            known(role);
            done(installation, out, people.changeRole(name, role, DecisionText.author(), ""));
        }
    }

    /** {@code rempart accounts disable NAME}. */
    @Command(name = "disable", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Disable extends Sub {
        @Override
        void run(Installation installation, People people, PrintWriter out) {
            done(installation, out, people.enable(name, false, DecisionText.author(), ""));
        }
    }

    /** {@code rempart accounts enable NAME}. */
    @Command(name = "enable", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Enable extends Sub {
        @Override
        void run(Installation installation, People people, PrintWriter out) {
            done(installation, out, people.enable(name, true, DecisionText.author(), ""));
        }
    }

    /** {@code rempart accounts reset-password NAME}. */
    @Command(name = "reset-password", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class ResetPassword extends Sub {
        @Override
        void run(Installation installation, People people, PrintWriter out) {
            link(
                    out,
                    name,
                    people.resetPassword(name, DecisionText.author(), "").orElseThrow(this::unknown));
        }
    }

    /** {@code rempart accounts reset-second-factor NAME}. */
    @Command(name = "reset-second-factor", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class ResetSecondFactor extends Sub {
        @Override
        void run(Installation installation, People people, PrintWriter out) {
            done(installation, out, people.resetSecondFactor(name, DecisionText.author(), ""));
        }
    }

    /** {@code rempart accounts link NAME SUBJECT}. */
    @Command(name = "link", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Link extends Sub {
        @Parameters(paramLabel = "SUBJECT", index = "1", descriptionKey = "accounts.subject")
        String subject;

        @Override
        void run(Installation installation, People people, PrintWriter out) {
            String issuer = installation.configuration().text(ConfigurationKey.CONSOLE_OIDC_ISSUER);
            if (issuer.isEmpty()) {
                throw new CommandProblem(Messages.text("accounts.issuer.missing"));
            }
            if (installation.accounts().account(name).isEmpty()) {
                throw unknown();
            }
            OidcAccounts linked = new OidcAccounts(installation.accounts(), people, Clock.systemUTC());
            if (!linked.link(name, issuer, subject, DecisionText.author(), "")) {
                throw new CommandProblem(Messages.text("accounts.subject.taken", subject));
            }
            done(installation, out, true);
        }
    }
}
