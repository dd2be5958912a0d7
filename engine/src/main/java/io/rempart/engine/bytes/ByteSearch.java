package io.rempart.engine.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches of single bytes, eight at a time: what decodes and cleans long values spends its time on the bytes between those it acts
 * on. Stateless, thread-safe. The test of eight bytes for a zero among them is that of Mycroft (1987).
 */
public final class ByteSearch {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private ByteSearch() {}

    /** Where the byte first occurs from {@code from} on, or {@code end}. */
    public static int indexOf(byte[] array, int from, int end, int b) {
        long all = ONES * (b & 0xFF);
        int i = from;
        for (; i <= end - 8; i += 8) {
            long zero = zeros((long) LONGS.get(array, i) ^ all);
            if (zero != 0) {
                return i + (Long.numberOfTrailingZeros(zero) >>> 3);
            }
        }
        while (i < end && array[i] != (byte) b) {
            i++;
        }
        return i;
    }

    /** Where one of two bytes first occurs from {@code from} on, or {@code end}. */
    public static int indexOfEither(byte[] array, int from, int end, int b, int other) {
        long all = ONES * (b & 0xFF);
        long allOther = ONES * (other & 0xFF);
        int i = from;
        for (; i <= end - 8; i += 8) {
            long word = (long) LONGS.get(array, i);
            long zero = zeros(word ^ all) | zeros(word ^ allOther);
            if (zero != 0) {
                return i + (Long.numberOfTrailingZeros(zero) >>> 3);
            }
        }
        while (i < end && array[i] != (byte) b && array[i] != (byte) other) {
            i++;
        }
        return i;
    }

    /** Where a byte first occurs that is zero or beyond ASCII, or {@code end}. */
    public static int indexOfZeroOrBeyondAscii(byte[] array, int from, int end) {
        int i = from;
        for (; i <= end - 8; i += 8) {
            long word = (long) LONGS.get(array, i);
            long some = zeros(word) | word & HIGH;
            if (some != 0) {
                return i + (Long.numberOfTrailingZeros(some) >>> 3);
            }
        }
        while (i < end && array[i] > 0) {
            i++;
        }
        return i;
    }

    /** The lowest bit set is the high bit of the first byte that is zero; bits above it may be wrong. */
    private static long zeros(long word) {
        return word - ONES & ~word & HIGH;
    }

    /** The high bits of all bytes that are zero, and no others. */
    private static long exactZeros(long word) {
        return ~((word & ~HIGH) + ~HIGH | word | ~HIGH);
    }

    /**
     * Copies what stands before the next {@code %}, each {@code +} as a space: the parts of a form between its codes.
     *
     * @param out has room, from {@code at} on, for all that is left of {@code array}
     * @return where that {@code %} is, or {@code end}
     */
    public static int copyBeforePercent(byte[] array, int from, int end, byte[] out, int at) {
        int i = from;
        int n = at;
        for (; i <= end - 8; i += 8, n += 8) {
            long word = (long) LONGS.get(array, i);
            long pluses = exactZeros(word ^ ONES * '+') >>> 7;
            LONGS.set(out, n, word ^ pluses * ('+' ^ ' '));
            long percents = zeros(word ^ ONES * '%');
            if (percents != 0) {
                return i + (Long.numberOfTrailingZeros(percents) >>> 3); // what was written too far is written again
            }
        }
        for (; i < end && array[i] != '%'; i++, n++) {
            out[n] = array[i] == '+' ? (byte) ' ' : array[i];
        }
        return i;
    }

    /** Turns A to Z into a to z in place, from {@code from} to {@code end}. */
    public static void lower(byte[] array, int from, int end) {
        int i = from;
        for (; i <= end - 8; i += 8) {
            long word = (long) LONGS.get(array, i);
            long low = word & ~HIGH;
            long notBelow = low + (0x80 - 'A') * ONES; // the high bit says: at least A
            long above = low + (0x80 - 'Z' - 1) * ONES; // the high bit says: beyond Z
            long upper = notBelow & ~above & ~word & HIGH;
            if (upper != 0) {
                LONGS.set(array, i, word | upper >>> 2);
            }
        }
        for (; i < end; i++) {
            if (array[i] >= 'A' && array[i] <= 'Z') {
                array[i] += 32;
            }
        }
    }
}
