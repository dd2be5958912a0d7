package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Finds a few literals of two to five bytes by looking at every other position of a value. Immutable, thread-safe.
 *
 * <p>Each has a window: its rarest four bytes in a row, or all of it. Two positions are looked at together: of the windows that begin at
 * either of them, all but those of two bytes have the second and third byte of the four, one as its beginning and the other behind it. One
 * bit by these two bytes, without a hash, decides about both positions; a window of two bytes has the bits of all pairs that begin as it
 * ends, and its own. Where the bit is set, the windows that begin at the two positions are looked up and their literals compared. It is
 * quick where few pairs of text have their bit ({@link #share}).
 */
final class ShortLiterals {
    static final int SHORTEST = 2;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FOLD = 0x20202020;
    private static final int LONGEST_WINDOW = 4;

    private final long[] pairs = new long[1 << 16 - 6];
    private final AnchorTable twos;
    private final AnchorTable threes;
    private final AnchorTable fours;
    private double share;

    ShortLiterals(List<SearchedLiteral> literals) {
        AnchorTable.Builder[] builders = {
            new AnchorTable.Builder(), new AnchorTable.Builder(), new AnchorTable.Builder()
        };
        for (SearchedLiteral literal : literals) {
            int length = Math.min(LONGEST_WINDOW, literal.length());
            int offset = rarest(literal, length);
            int word = literal.word(offset, length);
            builders[length - SHORTEST].add(word, literal, offset);
            addPairs(literal, word, offset, length);
        }
        twos = builders[0].build();
        threes = builders[1].build();
        fours = builders[2].build();
    }

    private static int rarest(SearchedLiteral literal, int length) {
        int best = 0;
        for (int i = 1; i + length <= literal.length(); i++) {
            best = literal.rarity(i, length) < literal.rarity(best, length) ? i : best;
        }
        return best;
    }

    private void addPairs(SearchedLiteral literal, int word, int offset, int length) {
        addPair(word & 0xFFFF);
        if (length > 2) {
            addPair(word >>> 8 & 0xFFFF);
        } else {
            for (int next = 0; next < 256; next++) {
                addPair(word >>> 8 & 0xFF | (next | 0x20) << 8);
            }
        }
        share += literal.rarity(offset, 2) + literal.rarity(offset + 1, Math.min(2, length - 1));
    }

    private void addPair(int pair) {
        pairs[pair >>> 6] |= 1L << pair;
    }

    /** About how much of ordinary text has the bit of its pair; more than one where literals have the same pairs. */
    double share() {
        return share;
    }

    void scan(ByteSlice value, long[] found) {
        long[] pairs = this.pairs;
        byte[] array = value.array();
        int last = Math.min(value.end(), array.length - 3);
        int i = value.offset();
        for (; i < last; i += 2) {
            int pair = (short) SHORTS.get(array, i + 1) & 0xFFFF | FOLD & 0xFFFF;
            if ((pairs[pair >>> 6] >>> pair & 1) != 0) {
                lookUp(value, i, (int) INTS.get(array, i) | FOLD, found);
                lookUp(value, i + 1, word(array, i + 1), found);
            }
        }
        for (; i < value.end(); i++) {
            lookUp(value, i, word(array, i), found);
        }
    }

    /** Four bytes, zero where the array has ended. */
    private static int word(byte[] array, int i) {
        if (i <= array.length - 4) {
            return (int) INTS.get(array, i) | FOLD;
        }
        int word = 0;
        for (int k = array.length - 1; k >= i; k--) {
            word = word << 8 | array[k] & 0xFF;
        }
        return word | FOLD;
    }

    private void lookUp(ByteSlice value, int position, int word, long[] found) {
        twos.compare(word & 0xFFFF, value, position, found);
        threes.compare(word & 0xFFFFFF, value, position, found);
        fours.compare(word, value, position, found);
    }

    long memory() {
        return 8L * pairs.length + twos.memory() + threes.memory() + fours.memory();
    }
}
