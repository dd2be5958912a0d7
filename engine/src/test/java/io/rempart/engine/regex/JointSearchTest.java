package io.rempart.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many patterns in many values at once: the answers are those of one pattern in one value. */
class JointSearchTest {
    private static final String[] PATTERNS = {
        "(?i)\\bunion\\b.{0,20}\\bselect\\b",
        "'[\\s\\v]*;",
        "^[a-z ]*$",
        "(?:^|=|;)\\s*(?:cat|ls|who)\\b",
        "\\bfor(?:/[dflr].*)* %+[^ ]+ in\\(.*\\)\\s?do",
        "[\"'`][^=]{0,12}=[^=]*[\"'`]",
        "(?:a|b)[ab]{9}c", // states explode
        "x[xy]{11}z|y[xy]{12}w",
        "e$",
        "\\A;|d\\z",
        "(?=.*;)or\\s1", // not regular: refuted by an approximation at most
        "(.)\\1\\1\\1",
        "",
        "<script|javascript:",
        "\\bl['e]\\w+\\b.*\\bde\\b",
        "[0-9]{4}-[0-9]{2}",
    };

    private static String text(Random random) {
        String[] words = {
            "union", " ", "select", "'", ";", "=", "cat", "for", "de", "l'eau", "ab", "xy", "yx", "aabab", "1999-12",
            "e", "<", "or 1", "\n", "ééé", "zzzz", "script", ", "
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(10) == 0 ? 0 : random.nextInt(3000);
        boolean few = random.nextBoolean();
        while (text.length() < length) {
            text.append(words[random.nextInt(few ? 3 + random.nextInt(12) : words.length)]);
        }
        return text.toString();
    }

    private static List<RegexPattern> patterns() {
        List<RegexPattern> patterns = new ArrayList<>();
        for (String pattern : PATTERNS) {
            patterns.add(RegexPattern.compile(pattern, RegexFlag.MODSECURITY_2));
        }
        return patterns;
    }

    @Test
    void tellsOfEachPatternInEachValueWhatASingleSearchTells() {
        List<RegexPattern> patterns = patterns();
        @Nullable RegexPattern[] byBit = new RegexPattern[128];
        int[] bitOf = IntStream.range(0, patterns.size()).map(i -> i * 7 + 3).toArray();
        for (int i = 0; i < bitOf.length; i++) {
            byBit[bitOf[i]] = patterns.get(i);
        }
        PatternUnions unions = new PatternUnions(byBit);
        JointSearch search = new JointSearch();
        Random random = new Random(11);
        int refuted = 0;
        int found = 0;
        for (int round = 0; round < 150; round++) {
            List<ByteSlice> values = new ArrayList<>();
            List<long[]> asked = new ArrayList<>();
            List<long[]> answers = new ArrayList<>();
            for (int n = random.nextInt(7); n >= 0; n--) {
                ByteSlice value = ByteSlice.latin1("..." + text(random) + "...");
                values.add(value.slice(3, value.length() - 3));
                long[] bits = {random.nextLong() | random.nextLong(), random.nextLong() | random.nextLong()};
                asked.add(bits.clone());
                answers.add(bits);
                search.add(values.get(values.size() - 1), bits, unions);
            }
            search.run();
            for (int n = 0; n < values.size(); n++) {
                for (int bit = 0; bit < 128; bit++) {
                    boolean wanted = (asked.get(n)[bit >> 6] >>> bit & 1) != 0;
                    boolean left = (answers.get(n)[bit >> 6] >>> bit & 1) != 0;
                    RegexPattern pattern = byBit[bit];
                    if (!wanted || pattern == null) {
                        assertThat(left).isEqualTo(wanted);
                    } else if (pattern.isLinear()) {
                        assertThat(left).as("%s in %s", pattern, values.get(n)).isEqualTo(pattern.find(values.get(n)));
                        refuted += left ? 0 : 1;
                        found += left ? 1 : 0;
                    } else {
                        assertThat(left || !pattern.find(values.get(n))).isTrue();
                    }
                }
            }
        }
        assertThat(refuted).isGreaterThan(1000);
        assertThat(found).isGreaterThan(1000);
    }

    @Test
    void patternsThatAreAskedTogetherBecomeOneAutomatonAndPartWhenItsStatesAreTooMany() {
        @Nullable RegexPattern[] tame = new RegexPattern[64];
        @Nullable RegexPattern[] wild = new RegexPattern[64];
        for (int i = 0; i < 6; i++) {
            tame[i] = RegexPattern.compile("[;|]\\s*(?:who|ls" + i + ")\\b", RegexFlag.MODSECURITY_2);
            wild[i] = RegexPattern.compile(
                    "[ab]" + (char) ('a' + i) + "[a-f]{" + (5 + i) + "}!", RegexFlag.MODSECURITY_2);
        }
        PatternUnions together = new PatternUnions(tame);
        PatternUnions apart = new PatternUnions(wild);
        JointSearch search = new JointSearch();
        Random random = new Random(5);
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 5000) {
                text.append((char) ('a' + random.nextInt(6)));
            }
            ByteSlice value = ByteSlice.latin1(text.toString());
            for (PatternUnions unions : List.of(together, apart)) {
                long[] bits = {0x3F};
                search.add(value, bits, unions);
                search.run();
                assertThat(bits[0]).isZero();
            }
        }
        assertThat(together.of(new long[] {0x3F})).hasSize(1);
        assertThat(apart.of(new long[] {0x3F})).hasSizeGreaterThan(1);
    }

    @Test
    void thereIsABoundOnTheUnions() {
        @Nullable RegexPattern[] many = new RegexPattern[64 * 12];
        for (int i = 0; i < many.length; i++) {
            many[i] = RegexPattern.compile("a" + i + "[^b]*c", RegexFlag.MODSECURITY_2);
        }
        PatternUnions unions = new PatternUnions(many);
        long[] all = new long[12];
        Arrays.fill(all, -1);
        int joined = PatternUnions.MOST_UNIONS * PatternUnions.MOST_MEMBERS;
        assertThat(unions.of(all)).hasSize(many.length - joined + PatternUnions.MOST_UNIONS);
    }
}
