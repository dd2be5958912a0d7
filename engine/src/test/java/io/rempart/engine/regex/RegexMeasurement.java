package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.LiteralSet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Measures patterns and literals of the Core Rule Set over the request corpora: run its main with the test class path. Figures, not
 * assertions.
 */
final class RegexMeasurement {
    private RegexMeasurement() {}

    public static void main(String[] args) {
        List<Corpora.Rule> rules = Corpora.rules();
        for (int i = 0; i < 5; i++) {
            long start = cpu();
            long size = 0;
            for (Corpora.Rule rule : rules) {
                size += RegexPattern.compile(rule.pattern(), RegexFlag.MODSECURITY_2)
                        .memory();
            }
            long time = cpu() - start;
            System.out.printf(
                    "compiled %d patterns in %d ms of CPU, %d kB%n", rules.size(), time / 1_000_000, size / 1024);
        }
        List<RegexPattern> patterns = new ArrayList<>();
        for (Corpora.Rule rule : rules) {
            patterns.add(RegexPattern.compile(rule.pattern(), RegexFlag.MODSECURITY_2));
        }
        System.out.println(
                "not linear: " + patterns.stream().filter(p -> !p.isLinear()).count());
        literals(rules, patterns);
        List<ByteSlice> small = Corpora.values("a_get_small.jsonl.gz", 60);
        List<ByteSlice> form = Corpora.values("b_form_2k.jsonl.gz", 40);
        speed("a", rules, patterns, small);
        speed("b", rules, patterns, form);
        speed("f", rules, patterns, Corpora.values("f_form_100k.jsonl.gz", 2));
        speed("e", rules, patterns, Corpora.values("e_crs_regression.jsonl.gz", 3000));
        memory(rules, patterns);
        gate(patterns, small, "a");
        gate(patterns, form, "b");
        ByteSlice twenty = ByteSlice.latin1("hello world, page 12");
        for (String text : List.of("(?i)<script[^>]*>", "^[a-z]+$", "\\bunion\\b.*\\bselect\\b")) {
            RegexPattern pattern = RegexPattern.compile(text, RegexFlag.MODSECURITY_2);
            System.out.printf("20 bytes, %s: %.1f ns%n", text, nanos(() -> pattern.find(twenty)));
        }
    }

    private static void literals(List<Corpora.Rule> rules, List<RegexPattern> patterns) {
        int[] shortest = new int[4];
        int literals = 0;
        List<String> without = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            RequiredLiterals required = patterns.get(i).required();
            shortest[Math.min(3, required.shortestLiteral())]++;
            if (!required.hasLiterals()) {
                without.add(rules.get(i).id());
            }
            literals += required.clauses().stream().mapToInt(List::size).sum();
        }
        System.out.printf(
                "literals: none %d, shortest 1: %d, 2: %d, 3 or more: %d; %d in all; two clauses or more: %d%n",
                shortest[0],
                shortest[1],
                shortest[2],
                shortest[3],
                literals,
                patterns.stream().filter(p -> p.required().clauses().size() > 1).count());
        System.out.println("without: " + without);
    }

    private static void speed(
            String name, List<Corpora.Rule> rules, List<RegexPattern> patterns, List<ByteSlice> values) {
        long bytes = values.stream().mapToLong(ByteSlice::length).sum();
        for (RegexPattern pattern : patterns) {
            values.forEach(pattern::find);
        }
        double[] rates = new double[patterns.size()];
        int[] matches = new int[patterns.size()];
        int rounds = (int) Math.max(2, 2_000_000 / Math.max(1, bytes));
        double total = 0;
        for (int i = 0; i < rates.length; i++) {
            RegexPattern pattern = patterns.get(i);
            long best = Long.MAX_VALUE;
            for (int k = 0; k < 4; k++) {
                long start = cpu();
                for (int r = 0; r < rounds; r++) {
                    for (ByteSlice value : values) {
                        matches[i] += pattern.find(value) ? 1 : 0;
                    }
                }
                best = Math.min(best, cpu() - start);
            }
            rates[i] = bytes * rounds * 1000.0 / best;
            total += best / (double) rounds;
        }
        Integer[] order = new Integer[rates.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> rates[i]));
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%s: %d values, mean %d bytes; MB/s min %.0f p10 %.0f median %.0f p90 %.0f; all patterns %.2f us a value%n",
                name,
                values.size(),
                bytes / values.size(),
                sorted[0],
                sorted[sorted.length / 10],
                sorted[sorted.length / 2],
                sorted[sorted.length * 9 / 10],
                total / values.size() / 1000);
        System.out.println("  slowest: "
                + Arrays.stream(order)
                        .limit(12)
                        .map(i -> rules.get(i).id() + " " + Math.round(rates[i]) + " MB/s "
                                + (matches[i] * 100L / (4L * rounds * values.size())) + "%")
                        .collect(Collectors.joining(", ")));
    }

    private static void memory(List<Corpora.Rule> rules, List<RegexPattern> patterns) {
        long sum = 0;
        Integer[] order = new Integer[patterns.size()];
        Arrays.setAll(order, i -> i);
        for (RegexPattern pattern : patterns) {
            sum += pattern.memory();
        }
        Arrays.sort(order, Comparator.comparingLong(i -> -patterns.get(i).memory()));
        System.out.printf("memory after use: %d kB; largest: ", sum / 1024);
        System.out.println(Arrays.stream(order)
                .limit(8)
                .map(i -> rules.get(i).id() + " " + patterns.get(i).memory() / 1024 + " kB "
                        + patterns.get(i).describe())
                .collect(Collectors.joining(", ")));
    }

    private static void gate(List<RegexPattern> patterns, List<ByteSlice> values, String name) {
        LiteralSet.Builder builder = LiteralSet.builder().caseInsensitive();
        List<int[]> clauseIds = new ArrayList<>();
        int ids = 0;
        int candidatesAlways = 0;
        for (RegexPattern pattern : patterns) {
            List<List<ByteSlice>> clauses = pattern.required().clauses();
            int[] own = new int[clauses.size()];
            for (int c = 0; c < own.length; c++) {
                own[c] = ids++;
                for (ByteSlice literal : clauses.get(c)) {
                    builder.add(literal, own[c]);
                }
            }
            candidatesAlways += own.length == 0 ? 1 : 0;
            clauseIds.add(own);
        }
        LiteralSet set = builder.build();
        long[] found = new long[set.words()];
        long candidates = 0;
        long matches = 0;
        for (ByteSlice value : values) {
            Arrays.fill(found, 0);
            set.scan(value, found);
            for (int i = 0; i < patterns.size(); i++) {
                int[] own = clauseIds.get(i);
                boolean all = true;
                for (int id : own) {
                    all &= (found[id >> 6] >>> id & 1) != 0;
                }
                candidates += all ? 1 : 0;
                matches += patterns.get(i).find(value) ? 1 : 0;
            }
        }
        long bytes = values.stream().mapToLong(ByteSlice::length).sum();
        double scan = nanos(() -> {
            for (ByteSlice value : values) {
                set.scan(value, found);
            }
        });
        System.out.printf(
                "gate %s: %d literals, %d ids, %d kB, %d states; %.1f candidates a value (always %d), %.1f matches; %.0f MB/s, %.0f ns a value%n",
                name,
                set.size(),
                ids,
                set.memory() / 1024,
                set.states(),
                candidates / (double) values.size(),
                candidatesAlways,
                matches / (double) values.size(),
                bytes * 1000.0 / scan,
                scan / values.size());
    }

    /** Time of this thread alone: other work on the machine disturbs it less. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double nanos(Runnable work) {
        long best = Long.MAX_VALUE;
        int rounds = 1;
        for (int k = 0; k < 25; k++) {
            long start = cpu();
            for (int r = 0; r < rounds; r++) {
                work.run();
            }
            long time = cpu() - start;
            if (time < 10_000_000) {
                rounds *= 2;
                k--;
            } else {
                best = Math.min(best, time / rounds * 1000 + time % rounds * 1000 / rounds);
            }
        }
        return best / 1000.0;
    }
}
