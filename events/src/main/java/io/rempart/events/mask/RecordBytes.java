package io.rempart.events.mask;

import java.util.Arrays;

/** Bytes of a record in the making. For one thread. */
final class RecordBytes {
    private byte[] bytes;
    private int length;

    RecordBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    /** The bytes so far, and whatever stands after them. */
    byte[] array() {
        return bytes;
    }

    byte[] toArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    void add(int b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2 + 16);
        }
        bytes[length++] = (byte) b;
    }

    void add(byte[] from, int start, int end) {
        int more = end - start;
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, length * 2));
        }
        System.arraycopy(from, start, bytes, length, more);
        length += more;
    }
}
