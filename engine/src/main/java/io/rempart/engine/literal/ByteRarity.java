package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSet;
import java.nio.charset.StandardCharsets;

/**
 * How often bytes occur in what ordinary clients send (headers, forms, JSON; English and French), to tell which literal is worth
 * searching. Rounded from a count over such requests; only the order of magnitude matters.
 */
public final class ByteRarity {
    private static final String LETTERS = "etairslnomupdcfhgwvbxqkyjz";

    /** In the order of {@link #LETTERS}, per ten thousand bytes, both cases together. */
    private static final int[] PER_LETTER = {
        865, 520, 548, 465, 421, 396, 396, 385, 373, 270, 256, 242, 234, 231, 146, 186, 145, 132, 117, 114, 91, 83, 72,
        69, 33, 30
    };

    private static final double[] FREQUENCY = new double[256];

    static {
        for (int b = 0; b < 256; b++) {
            FREQUENCY[b] = b < 32 ? 0.5e-4 : b < 128 ? 2e-4 : 5e-4;
        }
        for (int i = 0; i < LETTERS.length(); i++) {
            char lower = LETTERS.charAt(i);
            FREQUENCY[lower] = PER_LETTER[i] * 1e-4;
            FREQUENCY[lower - 32] = PER_LETTER[i] * 1e-5;
        }
        set(" ", 1100);
        set("\"", 100);
        set(",.", 170);
        set("/", 120);
        set(":=-;&", 90);
        set("0123456789", 80);
        set("_+?%", 30);
        set("'()*[]{}", 15);
        set("\r\n", 8);
        set("\u00c3\u00a9", 60);
    }

    private ByteRarity() {}

    private static void set(String bytes, int perTenThousand) {
        for (int i = 0; i < bytes.length(); i++) {
            FREQUENCY[bytes.charAt(i)] = perTenThousand * 1e-4;
        }
    }

    /** The share of bytes that are in the set. */
    public static double of(ByteSet set) {
        return Math.min(
                1, sum(set.bits0(), 0) + sum(set.bits64(), 64) + sum(set.bits128(), 128) + sum(set.bits192(), 192));
    }

    private static double sum(long bits, int first) {
        double sum = 0;
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            sum += FREQUENCY[first + Long.numberOfTrailingZeros(rest)];
        }
        return sum;
    }

    /** How many times a byte makes a literal rarer that it is appended to. */
    static double of(int b) {
        return Math.min(1, 2.5 * FREQUENCY[b]);
    }

    /** About how often a literal in lower case begins at a given position; letters in sequence are more common than by chance. */
    public static double of(String literal) {
        byte[] bytes = literal.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, 0, bytes.length);
    }

    /** The same of a part of a literal. */
    static double of(byte[] literal, int from, int to) {
        double product = FREQUENCY[literal[from] & 0xFF];
        for (int i = from + 1; i < to; i++) {
            product *= of(literal[i] & 0xFF);
        }
        return product;
    }
}
