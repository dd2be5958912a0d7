package io.rempart.conformance.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what a comparison found. For one thread. */
final class OracleReport {
    private static final int LONGEST_TEXT = 3_000;

    /** The rules that compare the scores with a threshold: they differ where any other rule does. */
    private static final Set<Long> CONSEQUENCES =
            Set.of(949_110L, 949_111L, 959_100L, 959_101L, Difference.STATUS, Difference.SCORES);

    private static final class Count {
        long differences;
        final Set<Long> exchanges = new HashSet<>();
        final Map<String, Integer> labels = new TreeMap<>();
    }

    private final Map<KnownDifference, Count> known = new EnumMap<>(KnownDifference.class);
    private final List<Difference> unexplained = new ArrayList<>();
    private final Set<Long> differing = new HashSet<>();
    private long exchanges;
    private long consequences;
    private long hits;
    private long ourMicros;
    private long theirMicros;

    void add(Answer ours, Answer theirs, List<Difference> differences, Probe probe) {
        exchanges++;
        hits += theirs.rules().size();
        ourMicros += ours.micros();
        theirMicros += theirs.micros();
        List<Difference> left = new ArrayList<>();
        boolean anyExplained = false;
        for (Difference difference : differences) {
            KnownDifference reason = Arrays.stream(KnownDifference.values())
                    .filter(candidate -> candidate.explains(difference, probe))
                    .findFirst()
                    .orElse(null);
            if (reason == null) {
                left.add(difference);
            } else {
                anyExplained |= reason != KnownDifference.REPORT_IN_LOGGING_PHASE;
                Count count = known.computeIfAbsent(reason, r -> new Count());
                count.differences++;
                count.exchanges.add(difference.number());
                count.labels.merge(difference.label(), 1, Integer::sum);
            }
            if (reason != KnownDifference.REPORT_IN_LOGGING_PHASE) {
                differing.add(difference.number());
            }
        }
        for (Difference difference : left) {
            if (anyExplained && isConsequence(difference)) {
                consequences++;
            } else {
                unexplained.add(difference);
            }
        }
    }

    /** The verdict, and what was not looked at any more behind it. */
    private static boolean isConsequence(Difference difference) {
        boolean isOfResponse = difference.rule() >= 950_000 && difference.rule() < 990_000;
        return CONSEQUENCES.contains(difference.rule())
                || isOfResponse
                        && (difference.ours().status() != 0
                                || difference.theirs().status() != 0);
    }

    List<Difference> unexplained() {
        return unexplained;
    }

    /** The requests of which a cause is likely and not shown. */
    long unsettled() {
        Count count = known.get(KnownDifference.SEVERAL_CAUSES);
        return count == null ? 0 : count.exchanges.size();
    }

    long exchanges() {
        return exchanges;
    }

    long hits() {
        return hits;
    }

    /** The table for the documentation. */
    String markdown(long seed) {
        StringBuilder text = new StringBuilder();
        text.append("# Against libmodsecurity: the run\n\n");
        text.append(String.format(
                "libmodsecurity 3.0.9 (Debian 12) and ours with `compat: v3`: %,d requests (seed %d), %,d matches of rules in libmodsecurity. %,d requests differ besides the first row; %,d"
                        + " differences are not explained. Processor time a request: ours %,d us, libmodsecurity %,d us.%n%n",
                exchanges,
                seed,
                hits,
                differing.size(),
                unexplained.size(),
                ourMicros / Math.max(1, exchanges),
                theirMicros / Math.max(1, exchanges)));
        text.append("| class | whose | requests | differences | cause |\n|---|---|---|---|---|\n");
        known.forEach((reason, count) -> text.append(String.format(
                "| %s | %s | %,d | %,d | %s |%n",
                reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                reason.origin == KnownDifference.Origin.THEIRS ? "theirs" : "by design",
                count.exchanges.size(),
                count.differences,
                reason.reason)));
        text.append(String.format(
                "| consequence | as the others | | %,d | scores, threshold rules (949110, 959100), status, and the response's rules"
                        + " behind a status that differs follow from another difference of the same request |%n",
                consequences));
        return text.toString();
    }

    /** A difference with the request, readable in a terminal. */
    static String explain(Difference difference) {
        return "=== " + difference.number() + " " + difference.label() + ": "
                + shown(
                        difference.detail().length() > 600
                                ? difference.detail().substring(0, 600)
                                : difference.detail())
                + "\n" + shown(difference.exchange().toString());
    }

    private static String shown(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_TEXT); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c >= ' ' && c < 0x7F) {
                out.append(c);
            } else {
                out.append(String.format("\\x%02x", (int) c));
            }
        }
        return out.toString();
    }
}
