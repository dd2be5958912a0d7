package io.rempart.app.command;

import io.rempart.app.Messages;
import io.rempart.response.feed.FeedProblem;
import io.rempart.response.feed.Feeds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Feeds in words and in JSON, for the commands and the console. */
public final class FeedWords {
    private FeedWords() {}

    /** What was wrong, in one sentence. */
    public static String problem(FeedProblem problem, Locale language) {
        Object[] details = problem.details().toArray();
        return Messages.in(language, "feeds.problem." + problem.kind().key(), details);
    }

    /** How it stands: current, behind, ended, empty. */
    public static String state(Feeds.Standing standing) {
        if (!standing.isInForce()) {
            return standing.fetchedAt() == null ? "empty" : "ended";
        }
        return standing.problem() == null ? "current" : "behind";
    }

    static Map<String, Object> map(Feeds.Standing standing) {
        Map<String, Object> map = new LinkedHashMap<>();
        FeedProblem problem = standing.problem();
        map.put("name", standing.settings().name());
        map.put("source", standing.settings().source().toText());
        map.put("action", standing.settings().action().name().toLowerCase(Locale.ROOT));
        map.put("state", state(standing));
        map.put("entries", standing.entries());
        map.put("ranges", standing.ranges());
        map.put("refused-lines", standing.refusedLines());
        map.put("fetched", standing.fetchedAt());
        map.put("current", standing.currentAt());
        map.put("ends", standing.endsAt());
        map.put("tried", standing.triedAt());
        map.put("next", standing.nextAt().equals(Instant.EPOCH) ? null : standing.nextAt());
        map.put("problem", problem == null ? null : problem.kind().key());
        map.put("problem-details", problem == null ? null : problem.details());
        return map;
    }

    static String line(Feeds.Standing standing) {
        Instant current = standing.currentAt();
        Instant ends = standing.endsAt();
        FeedProblem problem = standing.problem();
        StringBuilder line = new StringBuilder("%-24s %-8s %-10s %s"
                .formatted(
                        standing.settings().name(),
                        Messages.text("feeds.action."
                                + standing.settings().action().name().toLowerCase(Locale.ROOT)),
                        Messages.text("feeds.state." + state(standing)),
                        Messages.text("feeds.entries", standing.entries(), standing.ranges())));
        if (current != null && ends != null) {
            line.append("  ").append(Messages.text("feeds.times", DecisionText.time(current), DecisionText.time(ends)));
        }
        line.append("  ")
                .append(
                        standing.nextAt().equals(Instant.EPOCH)
                                ? Messages.text("feeds.next.now")
                                : Messages.text("feeds.next", DecisionText.time(standing.nextAt())));
        if (problem != null) {
            line.append("\n    ").append(problem(problem, Messages.terminalLocale()));
        }
        return line.toString();
    }
}
