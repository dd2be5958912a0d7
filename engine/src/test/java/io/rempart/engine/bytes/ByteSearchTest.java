package io.rempart.engine.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {
    private static final int[] BYTES = {0, 1, 'A', 'Z', '[', '@', 'a', 'z', '%', '+', 0x7F, 0x80, 0x81, 0xC1, 0xDA, 0xFF
    };

    private static byte[] some(Random random) {
        byte[] array = new byte[random.nextInt(60)];
        for (int i = 0; i < array.length; i++) {
            array[i] = (byte) (random.nextInt(3) == 0 ? BYTES[random.nextInt(BYTES.length)] : 'm');
        }
        return array;
    }

    @Test
    void findsWhatALoopOverTheBytesFinds() {
        Random random = new Random(1);
        for (int run = 0; run < 50_000; run++) {
            byte[] array = some(random);
            int from = random.nextInt(array.length + 1);
            int end = from + random.nextInt(array.length - from + 1);
            int b = BYTES[random.nextInt(BYTES.length)];
            int other = BYTES[random.nextInt(BYTES.length)];
            int one = from;
            while (one < end && (array[one] & 0xFF) != b) {
                one++;
            }
            int either = from;
            while (either < end && (array[either] & 0xFF) != b && (array[either] & 0xFF) != other) {
                either++;
            }
            int beyond = from;
            while (beyond < end && array[beyond] > 0) {
                beyond++;
            }
            assertThat(ByteSearch.indexOf(array, from, end, b)).isEqualTo(one);
            assertThat(ByteSearch.indexOfEither(array, from, end, b, other)).isEqualTo(either);
            assertThat(ByteSearch.indexOfZeroOrBeyondAscii(array, from, end)).isEqualTo(beyond);
        }
    }

    @Test
    void copiesWithSpacesForPlusesUpToAPercentSign() {
        Random random = new Random(3);
        for (int run = 0; run < 50_000; run++) {
            byte[] array = some(random);
            int from = random.nextInt(array.length + 1);
            int end = from + random.nextInt(array.length - from + 1);
            int stop = ByteSearch.indexOf(array, from, end, '%');
            byte[] out = new byte[3 + end - from];
            assertThat(ByteSearch.copyBeforePercent(array, from, end, out, 3)).isEqualTo(stop);
            for (int i = from; i < stop; i++) {
                assertThat(out[3 + i - from]).isEqualTo(array[i] == '+' ? (byte) ' ' : array[i]);
            }
        }
    }

    @Test
    void lowersAsciiLettersAndNothingElse() {
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        for (int from = 0; from < 9; from++) {
            byte[] lowered = all.clone();
            ByteSearch.lower(lowered, from, 256);
            for (int i = 0; i < 256; i++) {
                int expected = i >= Math.max(from, 'A') && i <= 'Z' ? i + 32 : i;
                assertThat(lowered[i] & 0xFF).isEqualTo(expected);
            }
        }
    }

    @Test
    void aMaskHoldsTheBytesThatOccur() {
        Random random = new Random(2);
        for (int run = 0; run < 5_000; run++) {
            byte[] array = new byte[random.nextInt(400)];
            random.nextBytes(array);
            if (run % 2 == 0) {
                array = some(random);
            }
            ByteSlice value = ByteSlice.of(array);
            assertThat(ByteMask.of(value).toSet()).isEqualTo(ByteSet.in(value));
            String text = value.toString();
            String lower = ascii(text, false);
            assertThat(ByteMask.of(value).lowered().toSet()).isEqualTo(ByteSet.in(ByteSlice.latin1(lower)));
            assertThat(ByteMask.of(value).raised().toSet()).isEqualTo(ByteSet.in(ByteSlice.latin1(ascii(text, true))));
        }
    }

    private static String ascii(String text, boolean upper) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            String one = String.valueOf(c);
            out.append(c >= 128 ? one : upper ? one.toUpperCase(Locale.ROOT) : one.toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }
}
