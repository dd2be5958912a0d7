package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.app.response.ReportRooms;
import io.rempart.app.response.ResponseRooms;
import io.rempart.events.report.Report;
import io.rempart.response.report.ReportProblem;
import io.rempart.response.report.Reporter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rempart reports}: the outbox, and what a person says to it. */
@Command(name = "reports", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
public final class ReportsCommand extends StoreAccess {
    @Option(names = "--approve", paramLabel = "ID", descriptionKey = "reports.approve")
    @Nullable
    Long approve;

    @Option(names = "--withdraw", paramLabel = "ID", descriptionKey = "reports.withdraw")
    @Nullable
    Long withdraw;

    @Option(names = "--retract", paramLabel = "ADDRESS", descriptionKey = "reports.retract")
    @Nullable
    String retract;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "50",
            descriptionKey = "decision.limit")
    int limit = 50;

    @Option(names = "--before", paramLabel = "ID", descriptionKey = "decision.before")
    @Nullable
    Long before;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        try (ResponseRooms response = installation.response();
                ReportRooms rooms = ReportCommand.reports(installation, response)) {
            Reporter reporter = rooms.reporter();
            if (approve != null) {
                changed(reporter.approve(approve), "reports.approved", out);
            } else if (withdraw != null) {
                changed(reporter.withdraw(withdraw), "reports.withdrawn", out);
            } else if (retract != null) {
                int count = reporter.retract(ReportText.address(retract));
                out.println(
                        json ? JsonLines.of(Map.of("retracted", count)) : Messages.text("reports.retracted", count));
            } else {
                list(reporter, out);
            }
            return ExitCode.OK;
        } catch (ReportProblem problem) {
            throw new CommandProblem(ReportText.problem(problem));
        }
    }

    private void changed(Report report, String message, PrintWriter out) {
        out.println(json ? JsonLines.of(ReportText.map(report)) : Messages.text(message, Long.toString(report.id())));
    }

    private void list(Reporter reporter, PrintWriter out) {
        List<Report> reports = reporter.history(before, Math.max(1, limit));
        if (json) {
            reports.forEach(report -> out.println(JsonLines.of(ReportText.map(report))));
            return;
        }
        Reporter.Standing standing = reporter.standing();
        out.println(Messages.text(
                "reports.standing",
                standing.held(),
                standing.queued(),
                standing.unsettled(),
                standing.usedToday(),
                standing.allowedToday()));
        standing.pausedUntil()
                .ifPresent(until -> out.println(
                        TerminalText.safe(Messages.text("reports.paused", DecisionText.time(until), standing.why()))));
        for (Report report : reports) {
            String note = report.note().isEmpty() ? "" : "  (" + report.note() + ")";
            out.println(TerminalText.safe("%6d  %-16s %-39s %s  %s%s"
                    .formatted(
                            report.id(),
                            ReportText.state(report),
                            report.address().toCanonicalString(),
                            DecisionText.time(report.createdAt()),
                            report.comment(),
                            note)));
        }
        if (reports.isEmpty()) {
            spec.commandLine().getErr().println(Messages.text("reports.none"));
        }
    }
}
