package io.rempart.engine.regex;

import java.util.Random;

/** Random patterns in the syntax that PCRE and java.util.regex share and read alike, and values that have a chance to match them. */
final class PatternGenerator {
    private static final String[] ITEMS = {
        "a", "b", "c", "ab", "abc", ".", "\\w", "\\d", "\\s", "\\S", "\\W", "[ab]", "[^a]", "[a-c1]", "[^\\n]", "A",
        "1", " ", "_", "\\n", "\\x00"
    };
    private static final String[] COUNTS = {"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*", "+", "?"};
    private static final String[] ANCHORS = {"^", "\\z", "\\b", "\\B", "\\A", "(?i)", "(?i:a)", "(?-i)"};
    private static final String VALUE_CHARACTERS = "aaabbbcAB1 _\n\u0000";

    private final Random random;

    PatternGenerator(long seed) {
        random = new Random(seed);
    }

    String pattern() {
        return pattern(1 + random.nextInt(5));
    }

    private String pattern(int depth) {
        int kind = depth <= 0 ? 0 : random.nextInt(100);
        if (kind < 34) {
            return pick(ITEMS);
        }
        if (kind < 57) {
            StringBuilder text = new StringBuilder();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                text.append(pattern(depth - 1));
            }
            return text.toString();
        }
        String open = random.nextBoolean() ? "(" : "(?:";
        if (kind < 72) {
            StringBuilder text = new StringBuilder(open);
            for (int i = 2 + random.nextInt(2); i > 0; i--) {
                text.append(random.nextInt(10) == 0 ? "" : pattern(depth - 1)).append(i > 1 ? "|" : "");
            }
            return text.append(')').toString();
        }
        if (kind < 94) {
            return open + pattern(depth - 1) + ")" + pick(COUNTS) + (random.nextInt(4) == 0 ? "?" : "");
        }
        return pick(ANCHORS);
    }

    String value() {
        int length = random.nextInt(random.nextInt(4) == 0 ? 40 : 9);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(VALUE_CHARACTERS.charAt(random.nextInt(VALUE_CHARACTERS.length())));
        }
        return text.toString();
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
