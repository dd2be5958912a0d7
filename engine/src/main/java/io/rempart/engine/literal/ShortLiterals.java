package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Finds literals of two to five bytes. Immutable, thread-safe.
 *
 * <p>Each has a window: its rarest four bytes in a row, or all of it. A bit is set for the hash of the first three bytes of a window; for
 * one of two bytes, whatever follows. Where three bytes of the value have their bit, the windows that begin there are looked up and
 * their literals compared.
 *
 * <p>Where the windows have only pairs of bytes that are rare in text, two positions are looked at together: of the windows that begin at
 * either of them, all but those of two bytes have the second and third byte of the four, one as its beginning and the other behind it. One bit by these two bytes, without a
 * hash, decides about both positions.
 */
final class ShortLiterals {
    static final int SHORTEST = 2;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FOLD = 0x20202020;
    private static final int LONGEST_WINDOW = 4;
    private static final int BITS = 18;

    /** How much of text may have the bit of its pair for two positions to be looked at together. */
    private static final double MOST_PAIRS = 0.15;

    private final long[] hashes = new long[1 << BITS - 6];
    private final long[] pairs = new long[1 << 16 - 6];
    private final boolean pairsAreRare;

    private final AnchorTable twos;
    private final AnchorTable threes;
    private final AnchorTable fours;

    ShortLiterals(List<SearchedLiteral> literals) {
        AnchorTable.Builder[] builders = {
            new AnchorTable.Builder(), new AnchorTable.Builder(), new AnchorTable.Builder()
        };
        double share = 0;
        for (SearchedLiteral literal : literals) {
            int length = Math.min(LONGEST_WINDOW, literal.length());
            int offset = rarest(literal, length);
            int word = literal.word(offset, length);
            builders[length - SHORTEST].add(word, literal, offset);
            addHashes(word, length);
            share += addPairs(literal, word, offset, length);
        }
        twos = builders[0].build();
        threes = builders[1].build();
        fours = builders[2].build();
        pairsAreRare = share <= MOST_PAIRS;
    }

    private static int rarest(SearchedLiteral literal, int length) {
        int best = 0;
        for (int i = 1; i + length <= literal.length(); i++) {
            best = literal.rarity(i, length) < literal.rarity(best, length) ? i : best;
        }
        return best;
    }

    private void addHashes(int word, int length) {
        for (int third = 0; third < (length == 2 ? 256 : 1); third++) {
            int hash = hash(word | third << 16 | 0x200000);
            hashes[hash >>> 6] |= 1L << hash;
        }
    }

    /** Sets the bits of the pairs that a window has; the share of text that has them. */
    private double addPairs(SearchedLiteral literal, int word, int offset, int length) {
        addPair(word & 0xFFFF);
        if (length > 2) {
            addPair(word >>> 8 & 0xFFFF);
            return literal.rarity(offset, 2) + literal.rarity(offset + 1, 2);
        }
        for (int second = 0; second < 256; second++) {
            addPair(word >>> 8 & 0xFF | (second | 0x20) << 8);
        }
        return literal.rarity(offset, 2) + literal.rarity(offset + 1, 1);
    }

    private void addPair(int pair) {
        pairs[pair >>> 6] |= 1L << pair;
    }

    private static int hash(int word) {
        return (word << 8) * 0x9E3779B1 >>> 32 - BITS;
    }

    void scan(ByteSlice value, long[] found) {
        if (pairsAreRare) {
            scanByPairs(value, found);
        } else {
            scanEach(value, value.offset(), found);
        }
    }

    private void scanByPairs(ByteSlice value, long[] found) {
        long[] pairs = this.pairs;
        byte[] array = value.array();
        int last = Math.min(value.end(), array.length - 3);
        int i = value.offset();
        for (; i < last; i += 2) {
            int pair = (short) SHORTS.get(array, i + 1) & 0xFFFF | FOLD & 0xFFFF;
            if ((pairs[pair >>> 6] >>> pair & 1) != 0) {
                at(value, i, (int) INTS.get(array, i) | FOLD, found);
                at(value, i + 1, word(array, i + 1), found);
            }
        }
        scanEach(value, i, found);
    }

    private void scanEach(ByteSlice value, int from, long[] found) {
        long[] hashes = this.hashes;
        byte[] array = value.array();
        int last = Math.min(value.end(), array.length - 3);
        int i = from;
        for (; i < last; i++) {
            int word = (int) INTS.get(array, i) | FOLD;
            int hash = hash(word);
            if ((hashes[hash >>> 6] >>> hash & 1) != 0) {
                lookUp(value, i, word, found);
            }
        }
        for (; i < value.end(); i++) {
            at(value, i, word(array, i), found);
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

    private void at(ByteSlice value, int position, int word, long[] found) {
        int hash = hash(word);
        if ((hashes[hash >>> 6] >>> hash & 1) != 0) {
            lookUp(value, position, word, found);
        }
    }

    private void lookUp(ByteSlice value, int position, int word, long[] found) {
        twos.compare(word & 0xFFFF, value, position, found);
        threes.compare(word & 0xFFFFFF, value, position, found);
        fours.compare(word, value, position, found);
    }

    long memory() {
        return 8L * (hashes.length + pairs.length) + twos.memory() + threes.memory() + fours.memory();
    }
}
