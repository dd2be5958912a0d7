package io.rempart.engine.bytes;

/**
 * Which bytes occur in a value, as a {@link ByteSet} that is quick to make and to ask. Immutable, thread-safe.
 *
 * <p>Short values are read with shifts alone, whose time does not depend on what the bytes are; long ones mark a table of 256.
 */
public final class ByteMask {
    /** No byte occurs. */
    public static final ByteMask EMPTY = new ByteMask(0, 0, 0, 0);

    private static final int SHORT = 192;
    private static final long UPPER = 0x07FFFFFEL;
    private static final long LOWER = UPPER << 32;

    public final long bits0;
    public final long bits64;
    public final long bits128;
    public final long bits192;

    private ByteMask(long bits0, long bits64, long bits128, long bits192) {
        this.bits0 = bits0;
        this.bits64 = bits64;
        this.bits128 = bits128;
        this.bits192 = bits192;
    }

    /** The bytes that occur in a value. */
    public static ByteMask of(ByteSlice value) {
        return value.isEmpty() ? EMPTY : value.length() <= SHORT ? ofShort(value) : ofLong(value);
    }

    private static ByteMask ofShort(ByteSlice value) {
        byte[] array = value.array();
        long b0 = 0;
        long b1 = 0;
        long high0 = 0;
        long high1 = 0;
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            int b = array[i];
            long bit = 1L << b;
            long odd = (long) b << 57 >> 63; // all ones when bit 6 of the byte is set
            long beyond = b >> 31; // all ones from 0x80 on
            long even = bit & ~odd;
            bit &= odd;
            b0 |= even & ~beyond;
            b1 |= bit & ~beyond;
            high0 |= even & beyond;
            high1 |= bit & beyond;
        }
        return new ByteMask(b0, b1, high0, high1);
    }

    private static ByteMask ofLong(ByteSlice value) {
        byte[] array = value.array();
        byte[] seen = new byte[256];
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            seen[array[i] & 0xFF] = 1;
        }
        return new ByteMask(word(seen, 0), word(seen, 64), word(seen, 128), word(seen, 192));
    }

    private static long word(byte[] seen, int from) {
        long word = 0;
        for (int i = 0; i < 64; i++) {
            word |= (long) seen[from + i] << i;
        }
        return word;
    }

    /** Of a value in which also these bytes may occur. */
    public ByteMask or(ByteSet more) {
        return new ByteMask(
                bits0 | more.bits0(), bits64 | more.bits64(), bits128 | more.bits128(), bits192 | more.bits192());
    }

    /** Of a value from which these bytes are taken. */
    public ByteMask without(ByteSet some) {
        return new ByteMask(
                bits0 & ~some.bits0(), bits64 & ~some.bits64(), bits128 & ~some.bits128(), bits192 & ~some.bits192());
    }

    /** With ASCII letters in lower case. */
    public ByteMask lowered() {
        return new ByteMask(bits0, bits64 & ~UPPER | (bits64 & UPPER) << 32, bits128, bits192);
    }

    /** With ASCII letters in upper case. */
    public ByteMask raised() {
        return new ByteMask(bits0, bits64 & ~LOWER | (bits64 & LOWER) >>> 32, bits128, bits192);
    }

    /** The same as a set. */
    public ByteSet toSet() {
        return new ByteSet(bits0, bits64, bits128, bits192);
    }
}
