package io.rempart.engine.bytes;

import org.jspecify.annotations.Nullable;

/**
 * A set of byte values, as 256 bits. Immutable, thread-safe.
 *
 * <p>Two uses: the class of bytes a pattern accepts, and which bytes occur in a value, so that work which needs a byte that
 * does not occur can be left out.
 */
public record ByteSet(long bits0, long bits64, long bits128, long bits192) {
    /** No byte. */
    public static final ByteSet NONE = new ByteSet(0, 0, 0, 0);

    /** Every byte. */
    public static final ByteSet ALL = new ByteSet(-1L, -1L, -1L, -1L);

    /** Written out, since it is asked often and the one that records get is slow until it is compiled. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteSet set
                && bits0 == set.bits0
                && bits64 == set.bits64
                && bits128 == set.bits128
                && bits192 == set.bits192;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits0 + 31 * (bits64 + 31 * (bits128 + 31 * bits192)));
    }

    /** The bytes of the given characters (each at most 0xFF). */
    public static ByteSet of(String characters) {
        ByteSet set = NONE;
        for (int i = 0; i < characters.length(); i++) {
            set = set.plus(characters.charAt(i));
        }
        return set;
    }

    /** The bytes from {@code first} to {@code last}, both included. */
    public static ByteSet range(int first, int last) {
        ByteSet set = NONE;
        for (int b = first; b <= last; b++) {
            set = set.plus(b);
        }
        return set;
    }

    /** The bytes that occur in a value. */
    public static ByteSet in(ByteSlice value) {
        long b0 = 0;
        long b1 = 0;
        long b2 = 0;
        long b3 = 0;
        byte[] array = value.array();
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            int b = array[i];
            long bit = 1L << b;
            switch ((b >> 6) & 3) {
                case 0 -> b0 |= bit;
                case 1 -> b1 |= bit;
                case 2 -> b2 |= bit;
                default -> b3 |= bit;
            }
        }
        return new ByteSet(b0, b1, b2, b3);
    }

    /** Whether the byte (0 to 255) is in the set. */
    public boolean contains(int b) {
        long word = switch (b >> 6) {
            case 0 -> bits0;
            case 1 -> bits64;
            case 2 -> bits128;
            default -> bits192;
        };
        return (word >>> (b & 63) & 1) != 0;
    }

    /** This set and one byte more. */
    public ByteSet plus(int b) {
        long bit = 1L << (b & 63);
        return switch (b >> 6) {
            case 0 -> new ByteSet(bits0 | bit, bits64, bits128, bits192);
            case 1 -> new ByteSet(bits0, bits64 | bit, bits128, bits192);
            case 2 -> new ByteSet(bits0, bits64, bits128 | bit, bits192);
            case 3 -> new ByteSet(bits0, bits64, bits128, bits192 | bit);
            default -> throw new IllegalArgumentException("not a byte: " + b);
        };
    }

    /** The bytes in this set or the other. */
    public ByteSet or(ByteSet other) {
        return new ByteSet(
                bits0 | other.bits0, bits64 | other.bits64, bits128 | other.bits128, bits192 | other.bits192);
    }

    /** The bytes not in this set. */
    public ByteSet complement() {
        return new ByteSet(~bits0, ~bits64, ~bits128, ~bits192);
    }

    /** Whether a byte is in both sets. */
    public boolean intersects(ByteSet other) {
        return (bits0 & other.bits0 | bits64 & other.bits64 | bits128 & other.bits128 | bits192 & other.bits192) != 0;
    }

    /** Whether a byte of the set occurs. */
    public boolean intersects(ByteMask mask) {
        return (bits0 & mask.bits0 | bits64 & mask.bits64 | bits128 & mask.bits128 | bits192 & mask.bits192) != 0;
    }

    /** Whether all bytes of the other are in this set. */
    public boolean contains(ByteSet other) {
        return (other.bits0 & ~bits0 | other.bits64 & ~bits64 | other.bits128 & ~bits128 | other.bits192 & ~bits192)
                == 0;
    }

    /** How many bytes are in the set. */
    public int size() {
        return Long.bitCount(bits0) + Long.bitCount(bits64) + Long.bitCount(bits128) + Long.bitCount(bits192);
    }
}
