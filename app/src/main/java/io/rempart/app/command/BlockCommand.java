package io.rempart.app.command;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Target;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Enforcement;
import io.rempart.response.decision.Decisions.Outcome;
import io.rempart.response.decision.Decisions.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rempart block}: a decision to block, enforced before the command ends where the blocker runs. */
@Command(name = "block", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BlockCommand extends StoreAccess {
    @Parameters(paramLabel = "TARGET", descriptionKey = "decision.target")
    String target;

    @Option(names = "--for", paramLabel = "DURATION", descriptionKey = "decision.for")
    @Nullable
    String duration;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", descriptionKey = "decision.reason")
    String reason = "";

    @Option(names = "--exact", descriptionKey = "decision.exact")
    boolean exact;

    @Option(names = "--even-private", descriptionKey = "decision.even-private")
    boolean evenPrivate;

    @Option(
            names = {"-y", "--yes"},
            descriptionKey = "decision.yes")
    boolean yes;

    @Option(names = "--preview", descriptionKey = "decision.preview")
    boolean preview;

    @Option(names = "--json", descriptionKey = "json")
    boolean json;

    @Override
    int run(Installation installation, PrintWriter out) {
        Target wanted = DecisionText.target(target);
        Duration lasting = DecisionText.duration(duration);
        try (var rooms = installation.response()) {
            rooms.lookUpNames();
            Decisions decisions = rooms.decisions();
            if (preview) {
                var cut = decisions.whoIsCut(wanted, evenPrivate);
                if (json) {
                    out.println(JsonLines.of(DecisionText.map(cut)));
                } else {
                    DecisionText.print(cut, out);
                }
                return ExitCode.OK;
            }
            Outcome outcome = decisions.block(new Request(
                    wanted, reason, DecisionText.author(), "", lasting, exact, evenPrivate, yes, sshClient()));
            if (outcome instanceof Outcome.Refused refused) {
                if (json) {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put("target", wanted.toText());
                    map.put("refused", refused.guarded().guard().key());
                    map.put("detail", refused.guarded().detail());
                    out.println(JsonLines.of(map));
                    out.flush();
                }
                throw new CommandProblem(
                        Messages.text("block.refused", wanted.toText(), DecisionText.reason(refused.guarded())));
            }
            if (outcome instanceof Outcome.Impossible impossible) {
                throw new CommandProblem(DecisionText.impossible(impossible.obstacle(), wanted));
            }
            Outcome.Decided decided = (Outcome.Decided) outcome;
            if (json) {
                out.println(JsonLines.of(map(decided)));
                return ExitCode.OK;
            }
            tell(decided, out);
            if (decided.decision().confirmBy() != null) {
                DecisionText.print(decisions.whoIsCut(decided.decision().target(), evenPrivate), out);
                confirm(decisions, decided.decision(), out);
            }
            return ExitCode.OK;
        }
    }

    static Map<String, Object> map(Outcome.Decided decided) {
        Map<String, Object> map = DecisionText.map(decided.decision());
        map.put("spared", decided.spared().stream().map(DecisionText::map).toList());
        map.put("enforced", decided.enforcement() instanceof Enforcement.Enforced);
        map.put("problem", decided.enforcement() instanceof Enforcement.Pending pending ? pending.problem() : "");
        return map;
    }

    private void tell(Outcome.Decided decided, PrintWriter out) {
        Decision decision = decided.decision();
        out.println(Messages.text(
                "block.done",
                decision.target().toText(),
                DecisionText.lasting(decision.until()),
                Long.toString(decision.id())));
        if (decision.repeat() > 0) {
            out.println(Messages.text("block.repeat", decision.repeat()));
        }
        if (decision.confirmBy() == null) {
            DecisionText.spared(decided.spared(), out);
        }
        enforcement(decided.enforcement(), out);
    }

    static void enforcement(Enforcement enforcement, PrintWriter out) {
        if (enforcement instanceof Enforcement.Pending pending) {
            out.println(TerminalText.safe(Messages.text("block.pending", pending.problem())));
        } else if (enforcement instanceof Enforcement.Off) {
            out.println(Messages.text("block.off"));
        }
    }

    /** Where the person is who runs this over SSH: he is not to cut himself off. */
    private static @Nullable IPAddress sshClient() {
        String connection = System.getenv("SSH_CONNECTION");
        return connection == null ? null : new IPAddressString(connection.split(" ")[0]).getAddress();
    }

    /** Asks a person in front of the terminal: who cut himself off can't answer, and it is undone. */
    private static void confirm(Decisions decisions, Decision decision, PrintWriter out) {
        Instant confirmBy = decision.confirmBy();
        if (confirmBy == null) {
            return;
        }
        String id = Long.toString(decision.id());
        out.println(Messages.text("block.await", DecisionText.time(confirmBy), id));
        if (System.console() == null) {
            return;
        }
        long seconds = Math.max(1, Duration.between(Instant.now(), confirmBy).toSeconds());
        out.print(Messages.text("block.ask", seconds) + " ");
        out.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        try {
            while (Instant.now().isBefore(confirmBy)) {
                if (in.ready()) {
                    String answer = String.valueOf(in.readLine()).strip();
                    boolean keeps = answer.equalsIgnoreCase("yes") || answer.equalsIgnoreCase("oui");
                    boolean isKept = keeps && decisions.confirm(decision.id(), DecisionText.author());
                    if (!isKept) {
                        decisions.end(decision.id(), DecisionText.author(), "not confirmed");
                    }
                    out.println(Messages.text(isKept ? "block.kept" : "block.undone", id));
                    return;
                }
                Thread.sleep(100);
            }
            out.println();
        } catch (IOException e) {
            // No answer is an answer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.println(Messages.text("block.undone", id));
    }
}
