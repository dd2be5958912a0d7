package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.util.List;

/**
 * Tells whether one of very few literals occurs in a value, ASCII case ignored: each is searched by its rarest byte, eight positions
 * at a time. Immutable, thread-safe. The work is bounded by the length of the value times that of the literals.
 */
public final class FewLiterals {
    private final byte[][] literals;
    private final int[] rarest;

    /** The literals must not be empty. */
    public FewLiterals(List<ByteSlice> literals) {
        this.literals = new byte[literals.size()][];
        rarest = new int[literals.size()];
        for (int n = 0; n < rarest.length; n++) {
            byte[] lower = literals.get(n).toArray();
            ByteSearch.lower(lower, 0, lower.length);
            this.literals[n] = lower;
            for (int i = 1; i < lower.length; i++) {
                if (rarity(lower[i]) < rarity(lower[rarest[n]])) {
                    rarest[n] = i;
                }
            }
        }
    }

    private static double rarity(byte b) {
        return ByteRarity.of(ByteSet.NONE.plus(b & 0xFF));
    }

    /** How many they are. */
    public int size() {
        return literals.length;
    }

    /** Whether one of them occurs. */
    public boolean occurIn(ByteSlice value) {
        for (int n = 0; n < literals.length; n++) {
            if (occurs(value, literals[n], rarest[n])) {
                return true;
            }
        }
        return false;
    }

    private static boolean occurs(ByteSlice value, byte[] literal, int rarest) {
        byte[] array = value.array();
        byte wanted = literal[rarest];
        int other = wanted >= 'a' && wanted <= 'z' ? wanted - 0x20 : wanted;
        int last = value.end() - literal.length + rarest + 1;
        int i = ByteSearch.indexOfEither(array, value.offset() + rarest, last, wanted, other);
        while (i < last) {
            if (isAt(array, i - rarest, literal)) {
                return true;
            }
            i = ByteSearch.indexOfEither(array, i + 1, last, wanted, other);
        }
        return false;
    }

    /** Whether the literal, which is in lower case, stands at that place of the array, in any case. */
    static boolean isAt(byte[] array, int start, byte[] literal) {
        for (int i = 0; i < literal.length; i++) {
            byte b = array[start + i];
            if (b != literal[i] && !(b >= 'A' && b <= 'Z' && b + 0x20 == literal[i])) {
                return false;
            }
        }
        return true;
    }
}
