package io.rempart.app.command;

import io.rempart.app.CommandProblem;
import io.rempart.app.ExitCode;
import io.rempart.app.GivenConfiguration;
import io.rempart.app.Installation;
import io.rempart.app.JsonLines;
import io.rempart.app.Messages;
import io.rempart.app.TerminalText;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.Target;
import io.rempart.response.block.Blocker.Dropped;
import io.rempart.response.block.FirewallStatus;
import io.rempart.response.block.FirewallStatus.FeedStanding;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.Decisions.Firewall;
import io.rempart.response.decision.Decisions.Standing;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code rempart blocks}: what is in force; its sub-commands confirm, tell the history, and how the firewall stands. */
@Command(
        name = "blocks",
        resourceBundle = "io.rempart.app.messages",
        mixinStandardHelpOptions = true,
        subcommands = {BlocksCommand.Confirm.class, BlocksCommand.History.class, BlocksCommand.Status.class})
public final class BlocksCommand extends StoreAccess {
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
        try (var rooms = installation.response()) {
            List<Standing> standing = rooms.decisions().standing(before, Math.max(1, limit));
            for (Standing each : standing) {
                out.println(json ? JsonLines.of(map(each)) : line(each));
            }
            List<FeedStanding> feeds = before == null ? feeds(rooms.decisions().firewall()) : List.of();
            feeds.forEach(feed -> out.println(json ? JsonLines.of(map(feed)) : line(feed)));
            if (standing.isEmpty() && feeds.isEmpty() && !json) {
                spec.commandLine().getErr().println(Messages.text("blocks.none"));
            }
            return ExitCode.OK;
        }
    }

    /** The lists of others that the firewall enforces. */
    private static List<FeedStanding> feeds(Firewall firewall) {
        FirewallStatus status = firewall.status();
        return status == null ? List.of() : status.feeds();
    }

    private static Map<String, Object> map(FeedStanding feed) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", "feed");
        map.put("feed", feed.name());
        map.put("ranges", feed.wanted());
        map.put("until", feed.until());
        map.put("dropped-packets", feed.dropped());
        return map;
    }

    private static String line(FeedStanding feed) {
        return "%6s  %-10s %-40s %s  %s"
                .formatted(
                        "",
                        Messages.text("blocks.feed"),
                        Messages.text("blocks.feed.ranges", feed.name(), feed.wanted()),
                        DecisionText.lasting(feed.until()),
                        Messages.text("blocks.dropped", feed.dropped()));
    }

    private static Map<String, Object> map(Standing standing) {
        Map<String, Object> map = DecisionText.map(standing.decision());
        Dropped dropped = standing.dropped();
        map.put("dropped-packets", dropped == null ? null : dropped.packets());
        map.put("dropped-bytes", dropped == null ? null : dropped.bytes());
        map.put("refused-by", standing.refusedBy());
        return map;
    }

    private static String line(Standing standing) {
        StringBuilder more = new StringBuilder(line(standing.decision()));
        Dropped dropped = standing.dropped();
        if (dropped != null) {
            more.append("  ").append(Messages.text("blocks.dropped", dropped.packets()));
        }
        if (standing.refusedBy() != null) {
            more.append("  ").append(Messages.text("blocks.refused", Messages.text("guard." + standing.refusedBy())));
        }
        return more.toString();
    }

    private static String line(Decision decision) {
        boolean awaits = decision.state(Instant.now()) == Decision.State.AWAITS_CONFIRMATION;
        return TerminalText.safe("%6d  %-10s %-40s %s  %s  %s%s"
                .formatted(
                        decision.id(),
                        Messages.text(decision.kind() == Kind.BLOCK ? "blocks.block" : "blocks.allow"),
                        decision.target().toText(),
                        DecisionText.lasting(decision.until()),
                        decision.author(),
                        decision.reason(),
                        awaits ? "  " + Messages.text("blocks.await") : ""));
    }

    /** What the sub-commands share: the installation of their parent's options. */
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    abstract static class Sub implements Callable<Integer> {
        @ParentCommand
        BlocksCommand blocks;

        @Spec
        CommandSpec spec;

        @Option(names = "--json", descriptionKey = "json")
        boolean json;

        @Override
        public final Integer call() {
            try (Installation installation = Installation.open(GivenConfiguration.of(blocks.spec));
                    var rooms = installation.response()) {
                PrintWriter out = spec.commandLine().getOut();
                int code = run(rooms.decisions(), out);
                out.flush();
                return code;
            }
        }

        abstract int run(Decisions decisions, PrintWriter out);
    }

    /** {@code rempart blocks confirm ID}. */
    @Command(name = "confirm", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    public static final class Confirm extends Sub {
        @Parameters(paramLabel = "ID", descriptionKey = "decision.id")
        long id;

        @Override
        int run(Decisions decisions, PrintWriter out) {
            if (!decisions.confirm(id, DecisionText.author())) {
                throw new CommandProblem(Messages.text("confirm.none", Long.toString(id)));
            }
            out.println(
                    json
                            ? JsonLines.of(Map.of("id", id, "confirmed", true))
                            : Messages.text("block.kept", Long.toString(id)));
            return ExitCode.OK;
        }
    }

    /** {@code rempart blocks history [ADDRESS]}. */
    @Command(name = "history", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    public static final class History extends Sub {
        @Parameters(paramLabel = "ADDRESS", arity = "0..1", descriptionKey = "decision.history.target")
        @Nullable
        String address;

        @Option(
                names = {"-n", "--limit"},
                paramLabel = "N",
                defaultValue = "50",
                descriptionKey = "decision.limit")
        int limit = 50;

        @Override
        int run(Decisions decisions, PrintWriter out) {
            List<Decision> history;
            if (address == null) {
                history = decisions.history(null, limit);
            } else if (DecisionText.target(address) instanceof Target.Range range) {
                history = decisions.historyOf(range.first(), limit);
            } else {
                throw new CommandProblem(Messages.text("decision.target.wrong", address));
            }
            for (Decision decision : history) {
                out.println(json ? JsonLines.of(DecisionText.map(decision)) : line(decision));
            }
            return ExitCode.OK;
        }
    }

    /** {@code rempart blocks status}: exit code 1 when something is wrong. */
    @Command(name = "status", resourceBundle = "io.rempart.app.messages", mixinStandardHelpOptions = true)
    public static final class Status extends Sub {
        @Override
        int run(Decisions decisions, PrintWriter out) {
            Firewall firewall = decisions.firewall();
            FirewallStatus status = firewall.status();
            if (json) {
                out.println(JsonLines.of(map(status, firewall.problem())));
            } else if (status != null) {
                Instant lookedAt = status.lookedAt();
                out.println(Messages.text(
                        "status.running",
                        status.driver(),
                        status.decisions(),
                        status.wanted(),
                        status.enforced(),
                        status.dropped(),
                        lookedAt == null ? Messages.text("status.never") : DecisionText.time(lookedAt),
                        status.repaired()));
                status.feeds().forEach(feed -> out.println(line(feed)));
            } else if (firewall.problem().isEmpty()) {
                out.println(Messages.text("status.off"));
            }
            if (firewall.problem().isEmpty()) {
                return ExitCode.OK;
            }
            throw new CommandProblem(Messages.text("status.problem", firewall.problem()));
        }

        private static Map<String, Object> map(@Nullable FirewallStatus status, String problem) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("running", status != null);
            if (status != null) {
                map.put("driver", status.driver());
                map.put("revision", status.revision());
                map.put("decisions", status.decisions());
                map.put("wanted", status.wanted());
                map.put("enforced", status.enforced());
                map.put("dropped", status.dropped());
                map.put("looked-at", status.lookedAt());
                map.put("repaired", status.repaired());
                map.put("feeds", status.feeds().stream().map(BlocksCommand::map).toList());
            }
            map.put("problem", problem);
            return map;
        }
    }
}
