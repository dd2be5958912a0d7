package io.rempart.engine.literal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiteralScannerTest {
    private final LiteralScanner.Scratch scratch = new LiteralScanner.Scratch();
    private static final String LETTERS = "abAB =<\0@`\u00e9\u00c9[{";

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static String lower(String text) {
        StringBuilder lower = new StringBuilder();
        for (char c : text.toCharArray()) {
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lower.toString();
    }

    @Test
    void findsExactlyTheLiteralsThatOccurInAnyCase() {
        Random random = new Random(3);
        int occurring = 0;
        for (int run = 0; run < 400; run++) {
            List<String> literals = new ArrayList<>();
            LiteralScanner.Builder builder = LiteralScanner.builder();
            for (int id = 0; id < 40; id++) {
                literals.add(text(random, 2 + random.nextInt(run % 2 == 0 ? 3 : 11)));
                builder.add(ByteSlice.latin1(literals.get(id)), id);
            }
            LiteralScanner all = builder.build();
            LiteralScanner odd = all.restrictedTo(id -> id % 2 == 1);
            for (int length : new int[] {0, 1, 2, 3, 7, 30, 200, run % 20 == 0 ? 6_000 : 9}) {
                String padding = text(random, 3);
                String text = text(random, length);
                // the value lies inside a larger array, whose other bytes must not count
                byte[] array = (padding + text + padding).getBytes(StandardCharsets.ISO_8859_1);
                ByteSlice value = ByteSlice.of(array, 3, length);
                long[] found = new long[1];
                all.scan(value, found, scratch);
                long[] foundOdd = new long[1];
                odd.scan(value, foundOdd, scratch);
                for (int id = 0; id < 40; id++) {
                    boolean occurs = lower(text).contains(lower(literals.get(id)));
                    occurring += occurs ? 1 : 0;
                    assertThat(found[0] >>> id & 1).isEqualTo(occurs ? 1 : 0);
                    if (id % 2 == 1) {
                        assertThat(foundOdd[0] >>> id & 1).isEqualTo(occurs ? 1 : 0);
                    }
                    assertThat(new FewLiterals(List.of(ByteSlice.latin1(literals.get(id)))).occurIn(value))
                            .isEqualTo(occurs);
                }
            }
        }
        assertThat(occurring).isGreaterThan(1_000);
    }

    @Test
    void aLiteralMayHaveSeveralIds() {
        LiteralScanner scanner = LiteralScanner.builder()
                .add(ByteSlice.latin1("select"), 3)
                .add(ByteSlice.latin1("SELECT"), 70)
                .build();
        long[] found = new long[2];
        scanner.scan(ByteSlice.latin1("SeLeCt"), found, scratch);
        assertThat(found).containsExactly(1L << 3, 1L << 6);
        assertThat(scanner.size()).isEqualTo(1);
    }

    @Test
    void refusesALiteralOfOneByte() {
        assertThatThrownBy(() -> LiteralScanner.builder().add(ByteSlice.latin1("a"), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachSearchFindsWhatTheOthersFind() {
        Random random = new Random(4);
        int occurring = 0;
        for (int run = 0; run < 2_000; run++) {
            List<SearchedLiteral> shorts = new ArrayList<>();
            List<SearchedLiteral> longs = new ArrayList<>();
            for (int id = 0; id < 60; id++) {
                String literal = lower(text(random, 2 + random.nextInt(run % 2 == 0 ? 5 : 10)));
                (literal.length() < LongLiterals.SHORTEST ? shorts : longs)
                        .add(new SearchedLiteral(literal.getBytes(StandardCharsets.ISO_8859_1), new int[] {id}));
            }
            int length = random.nextInt(run % 5 == 0 ? 300 : 20);
            int before = random.nextInt(4);
            byte[] array = text(random, before + length + random.nextInt(4)).getBytes(StandardCharsets.ISO_8859_1);
            ByteSlice value = ByteSlice.of(array, before, length);
            long[] expected = new long[1];
            String text = lower(value.toString());
            List<SearchedLiteral> all = new ArrayList<>(shorts);
            all.addAll(longs);
            for (SearchedLiteral literal : all) {
                if (text.contains(ByteSlice.of(literal.bytes).toString())) {
                    expected[0] |= 1L << literal.ids[0];
                    occurring++;
                }
            }
            long[] apart = new long[1];
            new ShortLiterals(shorts).scan(value, apart);
            new LongLiterals(longs).scan(value, apart);
            assertThat(apart).isEqualTo(expected);
            long[] together = new long[1];
            new WindowSearch(all).scan(value, together, new WindowSearch.Scratch());
            assertThat(together).isEqualTo(expected);
        }
        assertThat(occurring).isGreaterThan(1_000);
    }
}
