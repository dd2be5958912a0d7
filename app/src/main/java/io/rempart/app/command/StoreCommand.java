package io.rempart.app.command;

import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rempart store}: what concerns the database itself. */
@Command(
        name = "store",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        subcommands = StoreCommand.Check.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class StoreCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code rempart store check}: structure, roll-ups against events, sums of the ledger. */
    @Command(name = "check", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Check implements java.util.concurrent.Callable<Integer> {
        @ParentCommand
        StoreCommand store;

        @Spec
        CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (Installation installation = Installation.open(GivenConfiguration.of(store.spec))) {
                List<String> problems = installation.events().check();
                for (String problem : problems) {
                    out.println(TerminalText.safe(problem));
                }
                if (problems.isEmpty()) {
                    out.println(Messages.text(
                            "store.check.well", installation.events().eventCount()));
                }
                out.flush();
                return problems.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
            }
        }
    }
}
