package io.rempart.engine.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A read-only view of {@code length} bytes of an array, starting at {@code offset}: the value type of the engine.
 *
 * <p>Creating a slice copies nothing; whoever makes one promises not to change the bytes afterwards. Immutable under that
 * promise, so safe to share between threads. Text that comes from rules and tests maps byte to character one to one
 * (ISO-8859-1).
 */
public final class ByteSlice {
    private static final byte[] NO_BYTES = new byte[0];

    /** The slice of no bytes. */
    public static final ByteSlice EMPTY = new ByteSlice(NO_BYTES, 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private ByteSlice(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Views the whole array. */
    public static ByteSlice of(byte[] array) {
        return array.length == 0 ? EMPTY : new ByteSlice(array, 0, array.length);
    }

    /** Views a part of the array. */
    public static ByteSlice of(byte[] array, int offset, int length) {
        if ((offset | length | (array.length - offset - length)) < 0) {
            throw new IndexOutOfBoundsException("offset " + offset + ", length " + length + " of " + array.length);
        }
        return length == 0 ? EMPTY : new ByteSlice(array, offset, length);
    }

    /** The bytes of a text in which each character stands for one byte (ISO-8859-1). */
    public static ByteSlice latin1(String text) {
        return of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The UTF-8 bytes of a text. */
    public static ByteSlice utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The array behind this view, for loops that can't afford a call per byte; never write to it. */
    public byte[] array() {
        return array;
    }

    /** Where in {@link #array()} this view begins. */
    public int offset() {
        return offset;
    }

    /** Where in {@link #array()} this view ends, exclusive. */
    public int end() {
        return offset + length;
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** Whether there is no byte. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at {@code index}, 0 to 255. */
    public int at(int index) {
        return array[offset + index] & 0xFF;
    }

    /** The part from {@code from} (inclusive) to {@code to} (exclusive), sharing the bytes. */
    public ByteSlice slice(int from, int to) {
        if (from < 0 || to < from || to > length) {
            throw new IndexOutOfBoundsException("from " + from + " to " + to + " of " + length);
        }
        return from == 0 && to == length ? this : of(array, offset + from, to - from);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The bytes as text, one character a byte (ISO-8859-1): lossless. */
    @Override
    public String toString() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteSlice that
                && Arrays.equals(array, offset, end(), that.array, that.offset, that.end());
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset, end = offset + length; i < end; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }
}
