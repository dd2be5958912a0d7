package io.rempart.events.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text as an attacker sent it: bytes that are mostly, but not always, UTF-8. Immutable, thread-safe.
 *
 * <p>{@link #toString()} shows valid UTF-8 as characters and every other byte as {@code \xHH} (two lower-case hexadecimal
 * digits), the way ModSecurity writes it; {@link #toArray()} gives the bytes back exactly.
 */
public final class ByteText {
    /** No bytes. */
    public static final ByteText EMPTY = new ByteText(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private ByteText(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Views the array, which must not change afterwards. */
    public static ByteText of(byte[] array) {
        return array.length == 0 ? EMPTY : new ByteText(array, 0, array.length);
    }

    /** Views a part of the array, which must not change afterwards. */
    public static ByteText of(byte[] array, int offset, int length) {
        if ((offset | length | (array.length - offset - length)) < 0) {
            throw new IndexOutOfBoundsException("offset " + offset + ", length " + length + " of " + array.length);
        }
        return length == 0 ? EMPTY : new ByteText(array, offset, length);
    }

    /** The UTF-8 bytes of a text. */
    public static ByteText of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
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

    /** Where the byte first stands at or after {@code from}; -1 when it doesn't. */
    public int indexOf(int b, int from) {
        byte[] bytes = array;
        byte wanted = (byte) b;
        for (int i = offset + Math.max(from, 0), end = offset + length; i < end; i++) {
            if (bytes[i] == wanted) {
                return i - offset;
            }
        }
        return -1;
    }

    /** The part from {@code from} (inclusive) to {@code to} (exclusive), sharing the bytes. */
    public ByteText slice(int from, int to) {
        if (from < 0 || to < from || to > length) {
            throw new IndexOutOfBoundsException("from " + from + " to " + to + " of " + length);
        }
        return of(array, offset + from, to - from);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** A read-only view of the bytes. */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** The bytes as text, one character a byte (ISO-8859-1): lossless, for scanning. */
    public String toLatin1() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** Valid UTF-8 as characters, every other byte as {@code \xHH}. Control characters stay: whoever shows them escapes. */
    @Override
    public String toString() {
        boolean ascii = true;
        for (int i = offset, end = offset + length; i < end && ascii; i++) {
            ascii = array[i] >= 0;
        }
        return ascii ? new String(array, offset, length, StandardCharsets.ISO_8859_1) : decode();
    }

    private String decode() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(array, offset, length);
        CharBuffer out = CharBuffer.allocate(length);
        StringBuilder text = new StringBuilder(length + 16);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            text.append(out);
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append(String.format("\\x%02x", in.get() & 0xFF));
            }
            decoder.reset();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteText that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
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
