package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import io.rempart.app.Messages;
import io.rempart.app.response.SealedReportKey;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rempart report key}: keeps the key of AbuseIPDB encrypted, and forgets it. It is never shown. */
@Command(name = "key", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ReportKeyCommand implements Runnable {
    private static final int LONGEST_LINE = 1_000;

    @ParentCommand
    ReportCommand report;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private SealedReportKey sealed() {
        return SealedReportKey.of(GivenConfiguration.of(report.spec));
    }

    /** {@code rempart report key set}: from standard input, or asked for without an echo. */
    @Command(name = "set", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    int set() throws IOException {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s ", Messages.text("report.key.prompt"));
        String key = typed == null ? firstLine() : new String(typed);
        sealed().set(key.strip());
        record("report-key-set");
        say(Messages.text("report.key.set"));
        return ExitCode.OK;
    }

    /** {@code rempart report key remove}. */
    @Command(name = "remove", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    int remove() {
        if (!sealed().remove()) {
            throw new CommandProblem(Messages.text("report.key.none"));
        }
        record("report-key-removed");
        say(Messages.text("report.key.removed"));
        return ExitCode.OK;
    }

    /** In the audit trail beside what is done in the console. */
    private void record(String action) {
        try (Installation installation = Installation.open(GivenConfiguration.of(report.spec))) {
            installation
                    .accounts()
                    .record(new AuditTrailEntry(0, Instant.now(), DecisionText.author(), action, "", ""));
        }
    }

    private void say(String sentence) {
        spec.commandLine().getOut().println(sentence);
        spec.commandLine().getOut().flush();
    }

    private static String firstLine() throws IOException {
        Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8);
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_LINE; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
