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
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rempart unblock}: takes the blocks of exactly this target back. */
@Command(name = "unblock", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class UnblockCommand extends StoreAccess {
    @Parameters(paramLabel = "TARGET", descriptionKey = "decision.target")
    String target;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", descriptionKey = "decision.reason")
    String reason = "";

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        Target wanted = DecisionText.target(target);
        try (var rooms = installation.response()) {
            Decisions decisions = rooms.decisions();
            List<Decision> ended = decisions.end(Kind.BLOCK, wanted, DecisionText.author(), reason);
            if (ended.isEmpty()) {
                throw new CommandProblem(none(decisions, wanted));
            }
            for (Decision decision : ended) {
                out.println(
                        json
                                ? JsonLines.of(DecisionText.map(decision))
                                : Messages.text(
                                        "unblock.done", decision.target().toText(), Long.toString(decision.id())));
            }
            return ExitCode.OK;
        }
    }

    private static String none(Decisions decisions, Target wanted) {
        if (wanted instanceof Target.Range range && range.isSingle()) {
            List<Decision> wider = decisions.blocking(range.first());
            if (!wider.isEmpty()) {
                Decision decision = wider.get(0);
                return Messages.text(
                        "unblock.wider", wanted.toText(), decision.target().toText(), Long.toString(decision.id()));
            }
        }
        return Messages.text("unblock.none", wanted.toText());
    }
}
