package io.rempart.app;

import io.rempart.app.command.AccountsCommand;
import io.rempart.app.command.AllowCommand;
import io.rempart.app.command.BlockCommand;
import io.rempart.app.command.BlockerCommand;
import io.rempart.app.command.BlocksCommand;
import io.rempart.app.command.ConfigCommand;
import io.rempart.app.command.EventsCommand;
import io.rempart.app.command.FeedsCommand;
import io.rempart.app.command.ImportCommand;
import io.rempart.app.command.LedgerCommand;
import io.rempart.app.command.NotifyCommand;
import io.rempart.app.command.PoliciesCommand;
import io.rempart.app.command.ReclassifyCommand;
import io.rempart.app.command.ReportCommand;
import io.rempart.app.command.ReportsCommand;
import io.rempart.app.command.RulesCommand;
import io.rempart.app.command.ServeCommand;
import io.rempart.app.command.SourcesCommand;
import io.rempart.app.command.StoreCommand;
import io.rempart.app.command.TokensCommand;
import io.rempart.app.command.UnblockCommand;
import io.rempart.app.config.ConfigurationKey;
import io.rempart.app.config.ConfigurationProblem;
import io.rempart.console.ConsoleException;
import io.rempart.events.RempartEventsException;
import io.rempart.response.RempartResponseException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code rempart} command. Exit codes: 0 ok, 1 failed, 2 usage, 3 configuration. What went wrong is one line on standard
 * error; a stack trace only with {@code --debug}.
 */
@Command(
        name = "rempart",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        versionProvider = Rempart.Version.class,
        subcommands = {
            ServeCommand.class,
            ImportCommand.class,
            EventsCommand.class,
            SourcesCommand.class,
            LedgerCommand.class,
            StoreCommand.class,
            ReclassifyCommand.class,
            ReportCommand.class,
            ReportsCommand.class,
            RulesCommand.class,
            BlockCommand.class,
            UnblockCommand.class,
            AllowCommand.class,
            BlocksCommand.class,
            PoliciesCommand.class,
            FeedsCommand.class,
            AccountsCommand.class,
            TokensCommand.class,
            BlockerCommand.class,
            NotifyCommand.class,
            ConfigCommand.class
        })
public final class Rempart implements Runnable {
    private static final Logger MIGRATIONS = Logger.getLogger("org.flywaydb.core.internal.command.DbMigrate");

    @Option(names = "--config", scope = ScopeType.INHERIT, paramLabel = "FILE", descriptionKey = "option.config")
    @Nullable
    Path configFile;

    @Option(names = "--debug", scope = ScopeType.INHERIT, descriptionKey = "option.debug")
    boolean debug;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    public static void main(String[] arguments) {
        // Libraries speak only when something is wrong; the command itself prints what a person should know.
        Logger.getLogger("").setLevel(Level.WARNING);
        // Flyway warns of migrations out of order, which are numbered by room on purpose.
        MIGRATIONS.setLevel(Level.SEVERE);
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command tree, for main and for the tests. */
    public static CommandLine commandLine() {
        Rempart rempart = new Rempart();
        CommandLine command = new CommandLine(rempart);
        for (ConfigurationKey key : ConfigurationKey.values()) {
            boolean common = key == ConfigurationKey.DATA || key == ConfigurationKey.DB;
            command.getCommandSpec()
                    .addOption(OptionSpec.builder(key.flag())
                            .type(String.class)
                            .paramLabel(
                                    key == ConfigurationKey.DATA ? "DIR" : key == ConfigurationKey.DB ? "URL" : "VALUE")
                            .descriptionKey("option." + key.key())
                            .scopeType(ScopeType.INHERIT)
                            .hidden(!common)
                            .build());
        }
        command.setResourceBundle(Messages.bundle());
        command.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        command.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        command.setUsageHelpAutoWidth(true);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((problem, c, parsed) -> rempart.failed(problem, c));
        command.setParameterExceptionHandler((problem, a) -> {
            CommandLine failed = problem.getCommandLine();
            failed.getErr().println("rempart: " + TerminalText.safe(String.valueOf(problem.getMessage())));
            failed.getErr()
                    .println(Messages.text(
                            "usage.see-help", failed.getCommandSpec().qualifiedName()));
            return ExitCode.USAGE;
        });
        return command;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private int failed(Exception problem, CommandLine command) {
        if (debug) {
            problem.printStackTrace(command.getErr());
        }
        boolean expected = problem instanceof ConfigurationProblem
                || problem instanceof RempartEventsException
                || problem instanceof RempartResponseException
                || problem instanceof ConsoleException
                || problem instanceof CommandProblem;
        String message = expected
                ? String.valueOf(problem.getMessage())
                : Messages.text(
                        "failed.unexpected", problem.getClass().getSimpleName(), String.valueOf(problem.getMessage()));
        command.getErr().println("rempart: " + TerminalText.safe(message));
        command.getErr().flush();
        return problem instanceof ConfigurationProblem ? ExitCode.CONFIGURATION : ExitCode.FAILED;
    }

    /** {@code rempart --version}. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Rempart.class.getPackage().getImplementationVersion();
            return new String[] {"rempart " + (version == null ? "(development)" : version)};
        }
    }
}
