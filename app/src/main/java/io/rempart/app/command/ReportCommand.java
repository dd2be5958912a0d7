package io.rempart.app.command;

import inet.ipaddr.IPAddress;
import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.app.response.ReportRooms;
import io.rempart.app.response.ResponseRooms;
import io.rempart.events.report.Report;
import io.rempart.response.report.Observed;
import io.rempart.response.report.ReportProblem;
import io.rempart.response.report.Reporter;
import io.rempart.response.report.Reporter.Draft;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code rempart report}: puts a report into the outbox, which {@code serve} sends. */
@Command(
        name = "report",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        subcommands = ReportKeyCommand.class)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ReportCommand extends StoreAccess {
    @Parameters(paramLabel = "ADDRESS", arity = "0..1", descriptionKey = "report.address")
    @Nullable
    String address;

    @Option(names = "--comment", paramLabel = "TEXT", descriptionKey = "report.comment")
    @Nullable
    String comment;

    @Option(names = "--categories", paramLabel = "N,N", split = ",", descriptionKey = "report.categories")
    @Nullable
    List<Integer> categories;

    @Option(names = "--preview", descriptionKey = "report.preview")
    boolean preview;

    @Option(names = "--hold", descriptionKey = "report.hold")
    boolean hold;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        if (address == null) {
            // Optional for the parser alone: "report key" has none.
            throw new ParameterException(spec.commandLine(), Messages.text("report.address.missing"));
        }
        IPAddress reported = ReportText.address(address);
        try (ResponseRooms response = installation.response();
                ReportRooms rooms = reports(installation, response)) {
            Observed observed = rooms.observed(reported)
                    .orElseThrow(() ->
                            new CommandProblem(Messages.text("report.nothing-seen", reported.toCanonicalString())));
            Reporter reporter = rooms.reporter();
            Draft proposed = reporter.draft(observed);
            Draft draft = new Draft(
                    categories == null ? proposed.categories() : new TreeSet<>(categories),
                    comment == null ? proposed.comment() : comment + " Ref " + proposed.reference(),
                    proposed.reference(),
                    proposed.problem());
            if (draft.problem().isPresent()) {
                throw draft.problem().get();
            }
            if (preview) {
                reporter.check(draft, reported);
                out.println(json ? JsonLines.of(map(draft)) : told(draft));
                return ExitCode.OK;
            }
            Report report = reporter.submit(observed, draft, DecisionText.author(), hold);
            out.println(json ? JsonLines.of(ReportText.map(report)) : TerminalText.safe(ReportText.submitted(report)));
            return ExitCode.OK;
        } catch (ReportProblem problem) {
            throw new CommandProblem(ReportText.problem(problem));
        }
    }

    private static String told(Draft draft) {
        return TerminalText.safe(
                Messages.text("report.would-tell", ReportText.names(draft.categories()), draft.comment()));
    }

    private static Map<String, Object> map(Draft draft) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("categories", draft.categories());
        map.put("comment", draft.comment());
        return map;
    }

    static ReportRooms reports(Installation installation, ResponseRooms response) {
        Optional<ReportRooms> rooms = installation.reports(response);
        return rooms.orElseThrow(() -> new CommandProblem(Messages.text("report.no-key")));
    }
}
