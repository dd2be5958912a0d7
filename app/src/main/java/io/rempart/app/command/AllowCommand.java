package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.Target;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Outcome;
import io.rempart.response.decision.Decisions.Request;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rempart allow}: what is never to be blocked, whatever else is decided. */
@Command(name = "allow", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class AllowCommand extends StoreAccess {
    @Parameters(paramLabel = "TARGET", descriptionKey = "decision.target")
    String target;

    @Option(names = "--for", paramLabel = "DURATION", descriptionKey = "decision.for")
    @Nullable
    String duration;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", descriptionKey = "decision.reason")
    String reason = "";

    @Option(names = "--exact", descriptionKey = "decision.exact")
    boolean exact;

    @Option(names = "--remove", descriptionKey = "decision.remove")
    boolean remove;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        Target wanted = DecisionText.target(target);
        Duration lasting = DecisionText.duration(duration);
        try (var rooms = installation.response()) {
            Decisions decisions = rooms.decisions();
            if (remove) {
                return remove(decisions, wanted, out);
            }
            Outcome outcome = decisions.allow(
                    new Request(wanted, reason, DecisionText.author(), "", lasting, exact, false, true, null));
            if (outcome instanceof Outcome.Impossible impossible) {
                throw new CommandProblem(DecisionText.impossible(impossible.obstacle(), wanted));
            }
            Outcome.Decided decided = (Outcome.Decided) outcome;
            Decision decision = decided.decision();
            if (json) {
                out.println(JsonLines.of(BlockCommand.map(decided)));
                return ExitCode.OK;
            }
            out.println(Messages.text(
                    "allow.done",
                    decision.target().toText(),
                    DecisionText.lasting(decision.until()),
                    Long.toString(decision.id())));
            BlockCommand.enforcement(decided.enforcement(), out);
            return ExitCode.OK;
        }
    }

    private int remove(Decisions decisions, Target wanted, PrintWriter out) {
        List<Decision> ended = decisions.end(Kind.ALLOW, wanted, DecisionText.author(), reason);
        if (ended.isEmpty()) {
            throw new CommandProblem(Messages.text("allow.none", wanted.toText()));
        }
        for (Decision decision : ended) {
            out.println(
                    json
                            ? JsonLines.of(DecisionText.map(decision))
                            : Messages.text("allow.removed", decision.target().toText(), Long.toString(decision.id())));
        }
        return ExitCode.OK;
    }
}
