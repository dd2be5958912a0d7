package io.rempart.conformance.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which rules a difference of scores comes from: those that add to them more often in one engine than in the other. Stateless. */
final class Scores {
    /** The rule that logs a rule's count has this number more. */
    static final long COUNTS = 8_000_000;

    private static final Pattern COUNT = Pattern.compile("count=(\\d+)");

    private Scores() {}

    /** The rules that add to the scores another number of times. */
    static Set<Long> differing(Exchange exchange, Probe probe) {
        Probe.Pair counting = probe.counting();
        Map<Long, String> ours = counts(counting.ours().answer(exchange));
        Map<Long, String> theirs = counts(counting.theirs().answer(exchange));
        Set<Long> rules = new TreeSet<>(ours.keySet());
        rules.addAll(theirs.keySet());
        rules.removeIf(rule -> ours.getOrDefault(rule, "").equals(theirs.getOrDefault(rule, "")));
        return rules;
    }

    private static Map<Long, String> counts(Answer answer) {
        Map<Long, String> counts = new HashMap<>();
        answer.rules().tailMap(COUNTS).headMap(COUNTS + 1_000_000).forEach((rule, detail) -> {
            Matcher count = COUNT.matcher(detail);
            if (count.find()) {
                counts.put(rule - COUNTS, count.group(1));
            }
        });
        return counts;
    }
}
