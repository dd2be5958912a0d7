package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Finds literals of at least six bytes by looking at every third position of a value. Immutable, thread-safe.
 *
 * <p>Wherever a literal stands, four bytes in a row that begin at its place 0, 1 or 2 are looked at; so are those at k, k + 1 or k + 2.
 * Of each literal the three words of four bytes are chosen that are rarest together, and a bit is set for the hash of each. Where a word
 * of the value has its bit, it is looked up in a table, and the literals that have it are compared. The look-ups do not depend on each
 * other, so that a core does several at once. It is the idea of Wu and Manber, "A fast algorithm for multi-pattern searching" (1994),
 * with blocks of four bytes and shifts that are always three.
 */
final class LongLiterals {
    /** As long a literal must be at least: a word and a stride less one. */
    static final int SHORTEST = 6;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FOLD = 0x20202020;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final int WORD = 4;
    private static final int STRIDE = SHORTEST - WORD + 1;
    private static final int MOST_BITS = 18;

    /** Some sixteen times as many bits as hashes, within the cache of a core. */
    private final int shift;

    private final long[] hashes;
    private final AnchorTable table;

    LongLiterals(List<SearchedLiteral> literals) {
        int bits = Math.min(MOST_BITS, 36 - Integer.numberOfLeadingZeros(literals.size() * STRIDE));
        shift = 32 - bits;
        hashes = new long[1 << bits - 6];
        AnchorTable.Builder builder = new AnchorTable.Builder();
        for (SearchedLiteral literal : literals) {
            int first = rarest(literal);
            for (int k = first; k < first + STRIDE; k++) {
                int word = literal.word(k, WORD);
                int hash = word * MULTIPLIER >>> shift;
                hashes[hash >>> 6] |= 1L << hash;
                builder.add(word, literal, k);
            }
        }
        table = builder.build();
    }

    private static int rarest(SearchedLiteral literal) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int first = 0; first + SHORTEST <= literal.length(); first++) {
            double sum = 0;
            for (int k = first; k < first + STRIDE; k++) {
                sum += literal.rarity(k, WORD);
            }
            if (sum < least) {
                least = sum;
                best = first;
            }
        }
        return best;
    }

    void scan(ByteSlice value, long[] found) {
        long[] hashes = this.hashes;
        int shift = this.shift;
        byte[] array = value.array();
        for (int i = value.offset(), last = value.end() - WORD; i <= last; i += STRIDE) {
            int word = (int) INTS.get(array, i) | FOLD;
            int hash = word * MULTIPLIER >>> shift;
            if ((hashes[hash >>> 6] >>> hash & 1) != 0) {
                table.compare(word, value, i, found);
            }
        }
    }

    long memory() {
        return 8L * hashes.length + table.memory();
    }
}
