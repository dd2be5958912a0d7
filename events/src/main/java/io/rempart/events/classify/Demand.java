package io.rempart.events.classify;

import io.rempart.events.classify.RuleBook.Condition;
import io.rempart.events.classify.RuleBook.NumberRange;
import io.rempart.events.model.Hit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Condition} made ready to be asked of many events: what costs little is asked first, and what depends on the user agent
 * or on the rule that hit alone is remembered in {@link Facts}. Immutable.
 */
final class Demand {
    private static final int MAX_DETAIL = 200;

    private final Condition when;
    /** Its number among all demands, by which answers are remembered. */
    private final int number;

    private final boolean asksHits;
    private final @Nullable Demand except;

    private Demand(Condition when, int number, @Nullable Demand except) {
        this.when = when;
        this.number = number;
        this.except = except;
        this.asksHits = !when.rules().isEmpty()
                || !when.tags().isEmpty()
                || !when.messages().isEmpty();
    }

    /** The demand of a condition, and before it that of its exception, added to {@code all}. */
    static Demand of(Condition when, List<Demand> all) {
        Condition not = when.except();
        Demand except = not == null ? null : of(not, all);
        Demand demand = new Demand(when, all.size(), except);
        all.add(demand);
        return demand;
    }

    /** What of the event was seen that fulfils it; null when the event does not. */
    @Nullable
    String fulfilledBy(Facts facts) {
        if (!isFulfilledBy(facts)) {
            return null;
        }
        StringBuilder seen = new StringBuilder();
        note(when.paths(), facts.path(), "path ", seen);
        if (!when.uris().isEmpty()) {
            boolean asSent = matchesAny(when.uris(), facts.uri(), facts.uriPairs());
            note(when.uris(), asSent ? facts.uri() : facts.decodedUri(), "URL ", seen);
        }
        note(when.userAgents(), facts.userAgent(), "user agent ", seen);
        note(when.methods(), facts.method(), "method ", seen);
        note(when.hosts(), facts.event().host(), "host ", seen);
        if (!when.statuses().isEmpty()) {
            note(seen, "status " + facts.event().response().status());
        }
        if (asksHits) {
            Hit hit = hit(facts);
            String message = hit == null ? "" : hit.message().toString();
            note(seen, "rule " + (hit == null ? "" : hit.ruleId()) + (message.isEmpty() ? "" : " " + message));
        }
        if (when.minimumScore() > 0) {
            note(seen, "anomaly score " + facts.event().inboundScore());
        }
        return seen.length() == 0 ? "every request" : seen.toString();
    }

    private boolean isFulfilledBy(Facts facts) {
        if (!when.dispositions().isEmpty()
                        && !when.dispositions().contains(facts.event().disposition())
                || when.minimumScore() > 0 && facts.event().inboundScore() < when.minimumScore()
                || !when.statuses().isEmpty()
                        && !hasStatus(facts.event().response().status())
                || !when.userAgents().isEmpty() && !facts.userAgentFits(number)
                || asksHits && hit(facts) == null
                || !when.methods().isEmpty() && firstMatch(when.methods(), facts.method()) == null
                || !when.hosts().isEmpty()
                        && firstMatch(when.hosts(), facts.event().host()) == null) {
            return false;
        }
        if (!when.paths().isEmpty() && !matchesAny(when.paths(), facts.path(), facts.pathPairs())) {
            return false;
        }
        if (!when.uris().isEmpty()
                && !matchesAny(when.uris(), facts.uri(), facts.uriPairs())
                && !matchesAny(when.uris(), facts.decodedUri(), facts.decodedUriPairs())) {
            return false;
        }
        return except == null || !except.isFulfilledBy(facts);
    }

    private boolean hasStatus(int status) {
        for (NumberRange range : when.statuses()) {
            if (range.contains(status)) {
                return true;
            }
        }
        return false;
    }

    /** The first hit that rules, tags and messages all fit. */
    private @Nullable Hit hit(Facts facts) {
        if (!facts.anyHitFits(number)) {
            return null;
        }
        List<Hit> hits = facts.event().hits();
        for (int i = 0; i < hits.size(); i++) {
            if (facts.hitFits(i, number)
                    && (when.messages().isEmpty()
                            || firstMatch(
                                            when.messages(),
                                            hits.get(i).message().toString().toLowerCase(Locale.ROOT))
                                    != null)) {
                return hits.get(i);
            }
        }
        return null;
    }

    int number() {
        return number;
    }

    /** Whether it asks for a user agent, and that one is asked for. */
    boolean asksForUserAgent(String lower) {
        return !when.userAgents().isEmpty() && firstMatch(when.userAgents(), lower) != null;
    }

    /** Whether it asks about hits, and a hit of that rule with these tags (in lower case) may be what it asks for. */
    boolean asksForRule(String ruleId, List<String> tags) {
        if (!asksHits || !when.rules().isEmpty() && firstMatch(when.rules(), ruleId) == null) {
            return false;
        }
        if (when.tags().isEmpty()) {
            return true;
        }
        for (String tag : tags) {
            if (firstMatch(when.tags(), tag) != null) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Glob firstMatch(List<Glob> globs, String lower) {
        for (Glob glob : globs) {
            if (glob.matches(lower)) {
                return glob;
            }
        }
        return null;
    }

    private static boolean matchesAny(List<Glob> globs, String lower, CharacterPairs pairs) {
        for (Glob glob : globs) {
            if (glob.matches(lower, pairs)) {
                return true;
            }
        }
        return false;
    }

    private static void note(List<Glob> globs, String value, String what, StringBuilder seen) {
        if (!globs.isEmpty()) {
            note(seen, what + (value.isEmpty() ? "missing" : value));
        }
    }

    private static void note(StringBuilder seen, String what) {
        if (seen.length() > 0) {
            seen.append(", ");
        }
        seen.append(what, 0, Math.min(what.length(), MAX_DETAIL));
    }
}
