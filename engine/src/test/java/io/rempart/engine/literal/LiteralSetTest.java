package io.rempart.engine.literal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiteralSetTest {
    @Test
    void findsTheLiteralThatEndsFirstAndTheLongestOfThose() {
        LiteralSet set = set(false, "she", "he", "hers", "his");
        int[] span = new int[2];
        assertThat(set.firstMatch(ByteSlice.latin1("ushers"), span)).isEqualTo(0);
        assertThat(span).containsExactly(1, 4);
        assertThat(set.firstMatch(ByteSlice.latin1("ushers"), 2, span)).isEqualTo(1);
        assertThat(span).containsExactly(2, 4);
        assertThat(set.firstMatch(ByteSlice.latin1("us"), span)).isEqualTo(-1);
    }

    @Test
    void reportsTheIdsOfAllLiteralsThatOccur() {
        LiteralSet set = set(true, "she", "HE", "hers", "his");
        long[] found = new long[set.words()];
        set.scan(ByteSlice.latin1("usHErs"), found);
        assertThat(found).containsExactly(0b0111L);
    }

    @Test
    void ignoresCaseOfAsciiLettersOnly() {
        LiteralSet set = set(true, "\u00e9[a");
        assertThat(set.occurs(ByteSlice.latin1("\u00e9[A"))).isTrue();
        assertThat(set.occurs(ByteSlice.latin1("\u00c9[a"))).isFalse();
        assertThat(set.occurs(ByteSlice.latin1("\u00e9{a"))).isFalse();
    }

    @Test
    void refusesAnEmptyLiteral() {
        LiteralSet.Builder builder = LiteralSet.builder();
        assertThatThrownBy(() -> builder.add(ByteSlice.EMPTY, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofNoLiteralsFindsNothing() {
        LiteralSet set = LiteralSet.builder().build();
        assertThat(set.occurs(ByteSlice.latin1("abc"))).isFalse();
        set.scan(ByteSlice.latin1("abc"), new long[set.words()]);
    }

    @Test
    void tensOfThousandsOfPhrasesStayCompact() {
        Random random = new Random(5);
        List<String> phrases = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            phrases.add(text(random, 8 + random.nextInt(12), 20));
        }
        LiteralSet set = set(true, phrases.toArray(new String[0]));
        assertThat(set.states()).isGreaterThan(200_000);
        assertThat(set.memory()).isLessThan(12_000_000);
        for (int i = 0; i < phrases.size(); i += 97) {
            String phrase = phrases.get(i);
            int[] span = new int[2];
            int found = set.firstMatch(ByteSlice.latin1("!" + lower(phrase) + "!"), span);
            assertThat(found).isGreaterThanOrEqualTo(0);
            assertThat(span[1]).isLessThanOrEqualTo(1 + phrase.length());
            long[] ids = new long[set.words()];
            set.scan(ByteSlice.latin1("!" + lower(phrase) + "!"), ids);
            assertThat(ids[i >> 6] >>> i & 1).isEqualTo(1);
        }
    }

    @Test
    void agreesWithASearchOfEachLiteralAlone() {
        Random random = new Random(20261123);
        for (int round = 0; round < 400; round++) {
            boolean ignoreCase = random.nextBoolean();
            int alphabet = random.nextInt(4) == 0 ? 256 : 2 + random.nextInt(4);
            List<String> literals = new ArrayList<>();
            int count = 1 + random.nextInt(round % 20 == 0 ? 400 : 12);
            for (int i = 0; i < count; i++) {
                literals.add(text(random, 1 + random.nextInt(5), alphabet));
            }
            LiteralSet set = set(ignoreCase, literals.toArray(new String[0]));
            for (int k = 0; k < 10; k++) {
                String text = text(random, random.nextInt(40), alphabet);
                byte[] padded = ("ab" + text + "ab").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                ByteSlice value = ByteSlice.of(padded, 2, text.length());
                String haystack = ignoreCase ? lower(text) : text;
                long[] expected = new long[set.words()];
                int end = Integer.MAX_VALUE;
                for (int i = 0; i < count; i++) {
                    String needle = ignoreCase ? lower(literals.get(i)) : literals.get(i);
                    int at = haystack.indexOf(needle);
                    if (at >= 0) {
                        expected[i >> 6] |= 1L << i;
                        end = Math.min(end, at + needle.length());
                    }
                }
                long[] found = new long[set.words()];
                set.scan(value, found);
                assertThat(found).as("%s in %s", literals, text).isEqualTo(expected);
                int[] span = new int[2];
                int first = set.firstMatch(value, span);
                assertThat(first >= 0).isEqualTo(end != Integer.MAX_VALUE);
                if (first >= 0) {
                    assertThat(span[1]).isEqualTo(end);
                    String needle = ignoreCase ? lower(literals.get(first)) : literals.get(first);
                    assertThat(haystack.substring(span[0], span[1])).isEqualTo(needle);
                }
            }
        }
    }

    private static String lower(String text) {
        StringBuilder lowered = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128) {
                lowered.setCharAt(i, String.valueOf(c).toLowerCase(Locale.ROOT).charAt(0));
            }
        }
        return lowered.toString();
    }

    private static String text(Random random, int length, int alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int c = random.nextInt(alphabet);
            text.append((char) (alphabet == 256 ? c : random.nextInt(4) == 0 ? 'A' + c : 'a' + c));
        }
        return text.toString();
    }

    private static LiteralSet set(boolean ignoreCase, String... literals) {
        LiteralSet.Builder builder = LiteralSet.builder();
        if (ignoreCase) {
            builder.caseInsensitive();
        }
        for (int i = 0; i < literals.length; i++) {
            builder.add(ByteSlice.latin1(literals[i]), i);
        }
        return builder.build();
    }
}
