package io.rempart.engine.literal;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Where windows of literals may be ({@link WindowSearch}). First their beginnings, a bit for three bytes: a row of 256 bits for the first two, hashed, in which the
 * third has its bit; of windows of two bytes the whole row is set. Ordinary text keeps to few rows. Then, where that bit is set,
 * the windows of two, three, four and six bytes, hashed.
 */
final class WindowFilter {
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final long LONG_MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** Rows of {@link #starts}. */
    private static final int ROW_BITS = 11;

    private static final int PAIR_BITS = 16;
    private static final int TRIPLE_BITS = 16;
    private static final int QUAD_BITS = 17;
    private static final int SIX_BITS = 17;

    final long[] starts = new long[1 << ROW_BITS + 8 - 6];
    final long[] pairs = new long[1 << PAIR_BITS - 6];
    final long[] triples = new long[1 << TRIPLE_BITS - 6];
    final long[] quads = new long[1 << QUAD_BITS - 6];
    final long[] sixes = new long[1 << SIX_BITS - 6];

    /** By row, how many windows of two bytes fill it (two stands for more); what it is without them. Of a copy, unused. */
    final byte[] pairRows;

    final long[] withoutPairs;

    /** By hash, whether several windows share it, so that it can't be taken out; of a copy, empty. */
    private @Nullable BitSet shared;

    /** The bit for the first three bytes of a word. */
    static int start(int word) {
        return (word << 16) * MULTIPLIER >>> 32 - ROW_BITS << 8 | word >>> 16 & 0xFF;
    }

    WindowFilter(boolean copy) {
        pairRows = new byte[copy ? 0 : 1 << ROW_BITS];
        withoutPairs = new long[copy ? 0 : starts.length];
    }

    static int triple(int window) {
        return window * MULTIPLIER >>> 32 - TRIPLE_BITS;
    }

    static int quad(int window) {
        return window * MULTIPLIER >>> 32 - QUAD_BITS;
    }

    static int six(long window) {
        return (int) (window * LONG_MULTIPLIER >>> 64 - SIX_BITS);
    }

    private long[] bits(int length) {
        return switch (length) {
            case 2 -> pairs;
            case 3 -> triples;
            case 4 -> quads;
            default -> sixes;
        };
    }

    private static int hash(long window, int length) {
        return switch (length) {
            case 2 -> (int) window;
            case 3 -> triple((int) window);
            case 4 -> quad((int) window);
            default -> six(window);
        };
    }

    void add(long window, int length) {
        long[] bits = bits(length);
        int hash = hash(window, length);
        if (has(bits, hash)) {
            BitSet all = shared == null ? new BitSet() : shared;
            all.set(hash * 8 + length);
            shared = all;
        }
        bits[hash >>> 6] |= 1L << hash;
        int start = start((int) window);
        if (length > 2) {
            starts[start >>> 6] |= 1L << start;
            return;
        }
        int row = start >>> 8;
        if (pairRows[row] != 0) {
            // one more is enough to keep the row whatever is taken out
            pairRows[row] = 2;
            return;
        }
        pairRows[row] = 1;
    }

    /** After all windows were added. */
    void addPairs() {
        System.arraycopy(starts, 0, withoutPairs, 0, starts.length);
        for (int row = 0; row < pairRows.length; row++) {
            if (pairRows[row] != 0) {
                Arrays.fill(starts, row * 4, row * 4 + 4, -1L);
            }
        }
    }

    void remove(long window, int length, WindowFilter original) {
        int hash = hash(window, length);
        if (original.shared != null && original.shared.get(hash * 8 + length)) {
            return;
        }
        bits(length)[hash >>> 6] &= ~(1L << hash);
        if (length == 2) {
            int row = start((int) window) >>> 8;
            if (original.pairRows[row] == 1) {
                System.arraycopy(original.withoutPairs, row * 4, starts, row * 4, 4);
            }
        }
    }

    void set(WindowFilter other) {
        System.arraycopy(other.starts, 0, starts, 0, starts.length);
        System.arraycopy(other.pairs, 0, pairs, 0, pairs.length);
        System.arraycopy(other.triples, 0, triples, 0, triples.length);
        System.arraycopy(other.quads, 0, quads, 0, quads.length);
        System.arraycopy(other.sixes, 0, sixes, 0, sixes.length);
    }

    long memory() {
        return 8L
                * (starts.length
                        + withoutPairs.length
                        + pairRows.length / 8
                        + pairs.length
                        + triples.length
                        + quads.length
                        + sixes.length);
    }

    static boolean has(long[] bits, int bit) {
        return (bits[bit >>> 6] >>> bit & 1) != 0;
    }
}
