package io.rempart.events.classify;

import io.rempart.events.model.Hit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which demands a user agent fits, and which a rule with its tags: a log has few different ones, so each is asked once. Bounded:
 * a full memory is emptied, and what is long is not remembered. Not thread-safe.
 */
final class RememberedAnswers {
    static final int MOST = 4_096;
    static final int LONGEST_USER_AGENT = 512;
    static final int LONGEST_RULE = 2_048;

    private static final BitSet NONE = new BitSet(0);

    private final List<Demand> demands;
    private final Map<String, BitSet> userAgents = new HashMap<>();
    private final Map<Rule, BitSet> rules = new HashMap<>();

    private record Rule(String id, List<String> tags) {}

    RememberedAnswers(List<Demand> demands) {
        this.demands = demands;
    }

    /** The numbers of the demands that ask for this user agent (in lower case). */
    BitSet ofUserAgent(String lower) {
        BitSet known = userAgents.get(lower);
        if (known != null) {
            return known;
        }
        BitSet fits = new BitSet(demands.size());
        for (Demand demand : demands) {
            fits.set(demand.number(), demand.asksForUserAgent(lower));
        }
        if (lower.length() <= LONGEST_USER_AGENT) {
            if (userAgents.size() >= MOST) {
                userAgents.clear();
            }
            userAgents.put(lower, fits);
        }
        return fits;
    }

    /** For each hit the numbers of the demands that ask for its rule and tags; of one that detects nothing, none. */
    List<BitSet> ofHits(List<Hit> hits) {
        List<BitSet> all = new ArrayList<>(hits.size());
        for (Hit hit : hits) {
            all.add(hit.detection() ? ofRule(new Rule(hit.ruleId(), hit.tags())) : NONE);
        }
        return all;
    }

    private BitSet ofRule(Rule rule) {
        BitSet known = rules.get(rule);
        if (known != null) {
            return known;
        }
        List<String> tags =
                rule.tags().stream().map(tag -> tag.toLowerCase(Locale.ROOT)).toList();
        BitSet fits = new BitSet(demands.size());
        for (Demand demand : demands) {
            fits.set(demand.number(), demand.asksForRule(rule.id(), tags));
        }
        if (rule.id().length() + tags.stream().mapToInt(String::length).sum() <= LONGEST_RULE) {
            if (rules.size() >= MOST) {
                rules.clear();
            }
            rules.put(rule, fits);
        }
        return fits;
    }
}
