package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;

/** Collects bytes until a slice is taken; what was taken is never written again. Used by one thread. */
final class GrowingBytes {
    private static final int FIRST_CAPACITY = 64;

    private byte[] array = new byte[0];
    private int length;

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    int at(int index) {
        return array[index] & 0xFF;
    }

    void add(int b) {
        if (length == array.length) {
            grow(1);
        }
        array[length++] = (byte) b;
    }

    void add(byte[] source, int from, int to) {
        int count = to - from;
        if (count > array.length - length) {
            grow(count);
        }
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    /** The bytes so far; this starts empty again. */
    ByteSlice take() {
        ByteSlice taken = ByteSlice.of(array, 0, length);
        array = new byte[0];
        length = 0;
        return taken;
    }

    /** A copy of the bytes so far. */
    ByteSlice copy() {
        return ByteSlice.of(Arrays.copyOf(array, length));
    }

    /** Forgets all but the first bytes. */
    void truncate(int newLength) {
        length = newLength;
    }

    private void grow(int needed) {
        int capacity = Math.max(FIRST_CAPACITY, Math.max(array.length * 2, length + needed));
        array = Arrays.copyOf(array, capacity);
    }
}
