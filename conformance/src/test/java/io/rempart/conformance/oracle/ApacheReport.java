package io.rempart.conformance.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what the comparison with ModSecurity 2 found. For one thread. */
final class ApacheReport {
    private final Map<ApacheDifference, Set<Long>> exchangesOf = new EnumMap<>(ApacheDifference.class);
    private final Map<ApacheDifference, Integer> differencesOf = new EnumMap<>(ApacheDifference.class);
    private final List<Difference> unexplained = new ArrayList<>();
    private final Set<Long> differing = new HashSet<>();
    private long compared;
    private long refused;
    private long hits;

    /** Apache answered without asking ModSecurity, or before it had looked at all of the request. */
    void refusedByApache() {
        refused++;
    }

    void add(long number, Exchange exchange, Answer ours, Answer theirs, ApacheDifference.Evidence evidence) {
        compared++;
        hits += theirs.rules().size();
        SortedMap<Long, String> own = new TreeMap<>(ours.rules());
        own.keySet()
                .removeIf(rule ->
                        rule == ApacheRules.NUMBER || rule >= ApacheRules.REQUEST_RULES_END && rule < 9_900_000);
        Answer requestRules = new Answer(0, own, ours.scores(), 0);
        List<Difference> differences = OracleRun.differences(number, exchange, requestRules, theirs);
        boolean anyExplained = false;
        List<Difference> left = new ArrayList<>();
        for (Difference difference : differences) {
            differing.add(number);
            ApacheDifference reason = Arrays.stream(ApacheDifference.values())
                    .filter(candidate -> candidate.explains(difference, evidence))
                    .findFirst()
                    .orElse(null);
            if (reason == null) {
                left.add(difference);
                continue;
            }
            anyExplained = true;
            exchangesOf.computeIfAbsent(reason, r -> new HashSet<>()).add(number);
            differencesOf.merge(reason, 1, Integer::sum);
        }
        for (Difference difference : left) {
            boolean consequence = difference.rule() == 949_110 || difference.rule() == Difference.SCORES;
            if (!consequence || !anyExplained) {
                unexplained.add(difference);
            }
        }
    }

    List<Difference> unexplained() {
        return unexplained;
    }

    long compared() {
        return compared;
    }

    long hits() {
        return hits;
    }

    /** The table for the documentation. */
    String markdown(long seed) {
        StringBuilder text = new StringBuilder("# Against ModSecurity 2 in Apache: the run\n\n");
        text.append(String.format(
                "Apache 2.4 with ModSecurity 2.9.7 and the Core Rule Set 3.3.4 (Debian 12), ours with `compat: v2` and the same files:"
                        + " %,d requests (seed %d), of which Apache refused %,d by itself. Of the %,d compared, with %,d matches of"
                        + " rules in ModSecurity, %,d differ; %,d differences are not explained.%n%n",
                compared + refused, seed, refused, compared, hits, differing.size(), unexplained.size()));
        text.append("| class | whose | requests | differences | cause |\n|---|---|---|---|---|\n");
        exchangesOf.forEach((reason, numbers) -> text.append(String.format(
                "| %s | %s | %,d | %,d | %s |%n",
                reason.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                reason.origin,
                numbers.size(),
                differencesOf.get(reason),
                reason.reason)));
        return text.toString();
    }
}
