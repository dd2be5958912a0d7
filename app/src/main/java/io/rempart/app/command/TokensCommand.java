package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.console.security.ApiTokens;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.ApiToken;
import io.rempart.events.account.TokenScope;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rempart tokens}: keys by which programs come in; its sub-commands create and revoke. */
@Command(
        name = "tokens",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        subcommands = {TokensCommand.Create.class, TokensCommand.Revoke.class})
public final class TokensCommand extends StoreAccess {
    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        for (ApiToken token : tokens(installation).tokens(null)) {
            out.println(json ? JsonLines.of(map(token)) : line(token));
        }
        return ExitCode.OK;
    }

    private static ApiTokens tokens(Installation installation) {
        return new ApiTokens(installation.accounts(), Clock.systemUTC());
    }

    private static String line(ApiToken token) {
        Instant expiresAt = token.expiresAt();
        Instant lastUsedAt = token.lastUsedAt();
        return TerminalText.safe("%5d  %-16s %-20s %-16s %-20s %s %s"
                .formatted(
                        token.id(),
                        token.account(),
                        token.name(),
                        TokenScope.text(token.scopes()),
                        expiresAt == null ? "-" : DecisionText.time(expiresAt),
                        lastUsedAt == null ? "-" : DecisionText.time(lastUsedAt),
                        token.lastAddress()));
    }

    private static Map<String, Object> map(ApiToken token) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", token.id());
        map.put("account", token.account());
        map.put("name", token.name());
        map.put("scopes", token.scopes().stream().sorted().map(TokenScope::key).toList());
        map.put("created", token.createdAt());
        map.put("expires", token.expiresAt());
        map.put("last-used", token.lastUsedAt());
        map.put("last-address", token.lastAddress());
        return map;
    }

    /** What the sub-commands share. */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    abstract static class Sub implements Callable<Integer> {
        @ParentCommand
        TokensCommand parent;

        @Spec
        CommandSpec spec;

        @Option(names = "--json", descriptionKey = "json")
        boolean json;

        @Override
        public final Integer call() {
            try (Installation installation = Installation.open(GivenConfiguration.of(parent.spec))) {
                PrintWriter out = spec.commandLine().getOut();
                run(installation, out);
                out.flush();
                return ExitCode.OK;
            }
        }

        abstract void run(Installation installation, PrintWriter out);
    }

    /** {@code rempart tokens create NAME --account A --scope bouncer}. */
    @Command(name = "create", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Create extends Sub {
        @Parameters(paramLabel = "NAME", descriptionKey = "tokens.name")
        String name;

        @Option(names = "--account", paramLabel = "ACCOUNT", required = true, descriptionKey = "tokens.account")
        String account;

        @Option(names = "--scope", paramLabel = "SCOPE", required = true, split = ",", descriptionKey = "tokens.scope")
        List<String> scopes;

        @Option(names = "--expires", paramLabel = "DURATION", descriptionKey = "tokens.expires")
        @Nullable
        String expires;

        @Override
        void run(Installation installation, PrintWriter out) {
            Account owner = installation
                    .accounts()
                    .account(account)
                    .orElseThrow(() -> new CommandProblem(Messages.text("accounts.unknown", account)));
            if (name.isBlank() || name.length() > ApiTokens.LONGEST_NAME) {
                throw new CommandProblem(Messages.text("tokens.name.wrong"));
            }
            Set<TokenScope> wanted = EnumSet.noneOf(TokenScope.class);
            for (String scope : scopes) {
                wanted.add(TokenScope.of(scope.strip())
                        .orElseThrow(() -> new CommandProblem(Messages.text("tokens.scope.wrong", scope))));
            }
            if (!wanted.stream().allMatch(scope -> scope.isWithin(owner.role()))) {
                throw new CommandProblem(
                        Messages.text("tokens.scope.beyond", account, owner.role(), TokenScope.text(wanted)));
            }
            Duration lasts = DecisionText.duration(expires);
            boolean isForEver = lasts == null || "forever".equals(expires);
            ApiTokens.Created created = tokens(installation)
                    .create(
                            owner,
                            name.strip(),
                            wanted,
                            isForEver ? null : Instant.now().plus(lasts),
                            DecisionText.author(),
                            "")
                    .orElseThrow(() -> new CommandProblem(Messages.text("tokens.many", account)));
            if (json) {
                Map<String, Object> map = map(created.token());
                map.put("secret", created.secret());
                out.println(JsonLines.of(map));
            } else {
                out.println(Messages.text(
                        "tokens.created", Long.toString(created.token().id()), account));
                out.println(created.secret());
            }
        }
    }

    /** {@code rempart tokens revoke ID}. */
    @Command(name = "revoke", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    public static final class Revoke extends Sub {
        @Parameters(paramLabel = "ID", descriptionKey = "tokens.id")
        long id;

        @Override
        void run(Installation installation, PrintWriter out) {
            String number = Long.toString(id);
            if (!tokens(installation).revoke(id, DecisionText.author(), "")) {
                throw new CommandProblem(Messages.text("tokens.none", number));
            }
            out.println(json ? JsonLines.of(Map.of("revoked", id)) : Messages.text("tokens.revoked", number));
        }
    }
}
