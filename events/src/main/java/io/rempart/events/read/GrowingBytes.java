package io.rempart.events.read;

import java.util.Arrays;

/** Bytes that are added to at the end; the owner sees to the bound. For one thread. */
final class GrowingBytes {
    private static final int KEPT_CAPACITY = 256 * 1024;

    private byte[] bytes = new byte[1_024];
    private int length;

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[index];
    }

    void add(byte b) {
        if (length == bytes.length) {
            grow(length + 1);
        }
        bytes[length++] = b;
    }

    void add(byte[] from, int start, int end) {
        int more = end - start;
        if (more > bytes.length - length) {
            grow(length + more);
        }
        System.arraycopy(from, start, bytes, length, more);
        length += more;
    }

    private void grow(int least) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(least, bytes.length * 2L)));
    }

    void cutTo(int newLength) {
        length = Math.min(length, newLength);
    }

    boolean startsWith(String ascii) {
        return Texts.startsWithAt(bytes, ascii, 0, length);
    }

    boolean endsWith(String ascii) {
        int last = ascii.length() - 1;
        return length > last
                && bytes[length - 1] == ascii.charAt(last) // asked at every quote, and seldom true
                && Texts.startsWithAt(bytes, ascii, length - last - 1, length);
    }

    byte[] array() {
        return bytes;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
        if (bytes.length > KEPT_CAPACITY) {
            bytes = new byte[1_024];
        }
    }
}
