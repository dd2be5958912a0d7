package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Locale;
import java.util.regex.Pattern;

/** Prints how long patterns known to explode take over 1 kB to 1 MB, beside java.util.regex: {@code make bench-redos}. */
final class RedosMeasurement {
    private static final int[] LENGTHS = {1_000, 10_000, 100_000, 1_000_000};
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final String[] NOT_LINEAR = {"^(a+)+\\1b$", "^(?=(a+)+!b)a", "^(?:(?!b)a+)+$", "(?>(a|aa)+)\\1x"};

    private RedosMeasurement() {}

    public static void main(String[] arguments) {
        System.out.println(
                "| pattern | known from | ours, ms: 1 kB | 10 kB | 100 kB | 1 MB | memory kB | java.util.regex, ms: 1 kB"
                        + " | 10 kB | 100 kB | 1 MB |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (ExplodingPattern each : ExplodingPattern.values()) {
            StringBuilder row = new StringBuilder("| `" + each.pattern.replace("|", "\\|") + "` | " + each.knownFrom);
            RegexPattern pattern = RegexPattern.compile(each.pattern, RegexFlag.MODSECURITY_2);
            for (int length : LENGTHS) {
                row.append(" | ").append(ours(pattern, each.text(length)));
            }
            row.append(" | ").append(pattern.memory() / 1024);
            for (int length : LENGTHS) {
                row.append(" | ").append(javas(each.pattern, each.text(length)));
            }
            System.out.println(row + " |");
        }
        System.out.println();
        System.out.println("| pattern that is not regular | limit of steps | 1 kB, ms | 1 MB, ms | outcome |");
        System.out.println("|---|---:|---:|---:|---|");
        for (String text : NOT_LINEAR) {
            RegexPattern pattern = RegexPattern.compile(text, RegexFlag.MODSECURITY_2);
            long limit = RegexPattern.DEFAULT_STEP_LIMIT;
            StringBuilder row = new StringBuilder("| `" + text.replace("|", "\\|") + "` | " + limit);
            Outcome outcome = Outcome.NO_MATCH;
            for (int length : new int[] {1_000, 1_000_000}) {
                ByteSlice value = ByteSlice.latin1("a".repeat(length) + "!bx");
                pattern.find(value, limit);
                long start = System.nanoTime();
                outcome = pattern.find(value, limit);
                row.append(" | ").append(millis(System.nanoTime() - start));
            }
            System.out.println(
                    row + " | " + outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " |");
        }
    }

    /** The best of three searches, with the groups when there is a match. */
    private static String ours(RegexPattern pattern, ByteSlice value) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            if (pattern.find(value)) {
                pattern.match(value, 0);
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        return millis(best);
    }

    private static String javas(String text, ByteSlice value) {
        Pattern pattern = Pattern.compile(text, Pattern.DOTALL);
        long start = System.nanoTime();
        try {
            pattern.matcher(new Impatient(value.toString(), start + PATIENCE_NANOS))
                    .find();
            return millis(System.nanoTime() - start);
        } catch (StackOverflowError overflow) {
            return "stack overflow";
        } catch (IllegalStateException tired) {
            return "> 2000";
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, nanos < 10_000_000 ? "%.2f" : "%.0f", nanos / 1e6);
    }

    /** Text that can't be read any more after a while: the only way to stop java.util.regex. */
    private static final class Impatient implements CharSequence {
        private final String text;
        private final long deadline;
        private int reads;

        Impatient(String text, long deadline) {
            this.text = text;
            this.deadline = deadline;
        }

        @Override
        public char charAt(int index) {
            if ((++reads & 0xFFF) == 0 && System.nanoTime() > deadline) {
                throw new IllegalStateException("too long");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }
    }
}
