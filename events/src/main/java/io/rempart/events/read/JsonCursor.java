package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks one JSON text byte by byte, without decoding it. For one thread.
 *
 * <p>Audit logs are JSON in structure only: ModSecurity writes raw bytes of any value inside strings, repeats keys, and may
 * leave a number out ({@code "http_version":,}). So the structure is checked strictly, strings may hold any byte, an absent
 * value reads as empty, and a value of an unexpected type is passed over. Strings without escapes are slices of the record.
 */
final class JsonCursor {
    /** Deeper than any writer nests; what an attacker nests stays inside strings. */
    static final int MAX_DEPTH = 256;

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean first;
    private int depth;

    JsonCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** The structure is broken. Thrown without a stack trace: broken records are data. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int offset;

        Malformed(String message, int offset) {
            super(message, null, false, false);
            this.offset = offset;
        }

        /** Where in the array. */
        int offset() {
            return offset;
        }
    }

    int position() {
        return at;
    }

    /** Goes to a position of a value, found by {@link #position()} before. */
    void jumpTo(int position) {
        at = position;
        depth = 0;
    }

    /** Steps into an object; false (and the value passed over) when the value is none. */
    boolean enterObject() {
        return enter('{');
    }

    /** Steps into an array; false (and the value passed over) when the value is none. */
    boolean enterArray() {
        return enter('[');
    }

    private boolean enter(char opening) {
        space();
        if (at < end && bytes[at] == opening) {
            if (++depth > MAX_DEPTH) {
                throw new Malformed("nested deeper than " + MAX_DEPTH + " levels", at);
            }
            at++;
            first = true;
            return true;
        }
        skip();
        return false;
    }

    /** The next key of the object we are in; null at its end. */
    @Nullable
    String nextKey() {
        if (!startOfKey()) {
            return null;
        }
        int from = at + 1;
        skipString();
        String key = KnownKeys.string(bytes, from, at - 1);
        colon();
        return key;
    }

    /** The next key as bytes (a header name); null at the end of the object. */
    @Nullable
    ByteText nextName() {
        if (!startOfKey()) {
            return null;
        }
        ByteText name = string();
        colon();
        return name;
    }

    private void colon() {
        space();
        if (at >= end || bytes[at] != ':') {
            throw new Malformed("a ':' is missing after a key", at);
        }
        at++;
    }

    private boolean startOfKey() {
        if (!nextItem('}')) {
            return false;
        }
        if (at >= end || bytes[at] != '"') {
            throw new Malformed("a key is missing", at);
        }
        return true;
    }

    /** Whether another element of the array we are in follows. */
    boolean nextElement() {
        return nextItem(']');
    }

    private boolean nextItem(char closing) {
        space();
        if (at >= end) {
            throw new Malformed("the text ends in the middle", at);
        }
        if (bytes[at] == closing) {
            at++;
            depth--;
            first = false;
            return false;
        }
        if (!first) {
            if (bytes[at] != ',') {
                throw new Malformed("a ',' is missing", at);
            }
            at++;
            space();
        }
        first = false;
        return true;
    }

    /** The value as text: a string unescaped, another scalar as written, {@code null}, objects and arrays as empty text. */
    ByteText text() {
        space();
        if (at >= end) {
            throw new Malformed("the text ends in the middle", at);
        }
        if (bytes[at] == '"') {
            first = false;
            return string();
        }
        int from = at;
        byte opening = bytes[at];
        skip();
        boolean none = opening == '{' || opening == '[' || opening == 'n';
        return none ? ByteText.EMPTY : ByteText.of(bytes, from, at - from);
    }

    /** Whether the value to come is a string. */
    boolean atString() {
        space();
        return at < end && bytes[at] == '"';
    }

    /** Whether the value to come is an array. */
    boolean atArray() {
        space();
        return at < end && bytes[at] == '[';
    }

    /** Whether the value to come is an object. */
    boolean atObject() {
        space();
        return at < end && bytes[at] == '{';
    }

    /** The value as a whole number (also one written as a string); {@code absent} when it is none. */
    long integer(long absent) {
        return Texts.integer(text(), absent);
    }

    /** Whether the value is {@code true}. */
    boolean isTrue() {
        ByteText text = text();
        return text.length() == 4 && text.at(0) == 't' && text.at(3) == 'e';
    }

    /** Passes over the value. */
    void skip() {
        first = false;
        space();
        if (at >= end) {
            throw new Malformed("the text ends in the middle", at);
        }
        switch (bytes[at]) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            case ',', '}', ']' -> {
                // an absent value
            }
            default -> skipScalar();
        }
    }

    /** Checks that nothing but blanks follows. */
    void expectEnd() {
        space();
        if (at < end) {
            throw new Malformed("text follows the end of the record", at);
        }
    }

    private void skipScalar() {
        int from = at;
        while (at < end) {
            int c = bytes[at];
            boolean scalar =
                    c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == '-' || c == '+' || c == '.' || c == 'E';
            if (!scalar) {
                break;
            }
            at++;
        }
        if (at == from) {
            throw new Malformed("a value is missing", at);
        }
    }

    /*
     * Strict about structure here too, or the end of a cut record and the record glued to it would pass for one: inside an
     * object key, ':' and value alternate; a quote can't follow a quote.
     */
    private void skipNested() {
        long[] objects = new long[MAX_DEPTH / 64];
        int level = 0;
        boolean wantsKey = false;
        boolean wantsComma = false;
        while (true) {
            space();
            if (at >= end) {
                throw new Malformed("the text ends in the middle", at);
            }
            byte c = bytes[at];
            if (c == '}' || c == ']') {
                boolean object = (objects[(level - 1) >> 6] >>> ((level - 1) & 63) & 1) != 0;
                if (object != (c == '}')) {
                    throw new Malformed("brackets don't match", at);
                }
                at++;
                if (--level == 0) {
                    return;
                }
                wantsComma = true;
                continue;
            }
            if (wantsComma) {
                if (c != ',') {
                    throw new Malformed("a ',' is missing", at);
                }
                at++;
                space();
                wantsComma = false;
                wantsKey = (objects[(level - 1) >> 6] >>> ((level - 1) & 63) & 1) != 0;
                if (at >= end) {
                    throw new Malformed("the text ends in the middle", at);
                }
                c = bytes[at];
            }
            if (wantsKey) {
                if (c != '"') {
                    throw new Malformed("a key is missing", at);
                }
                skipString();
                space();
                if (at >= end || bytes[at] != ':') {
                    throw new Malformed("a ':' is missing after a key", at);
                }
                at++;
                space();
                wantsKey = false;
                if (at >= end) {
                    throw new Malformed("the text ends in the middle", at);
                }
                c = bytes[at];
                if (c == ',' || c == '}') { // an absent value
                    wantsComma = true;
                    continue;
                }
            }
            switch (c) {
                case '"' -> {
                    skipString();
                    wantsComma = true;
                }
                case '{', '[' -> {
                    if (level + depth >= MAX_DEPTH) {
                        throw new Malformed("nested deeper than " + MAX_DEPTH + " levels", at);
                    }
                    long bit = 1L << (level & 63);
                    objects[level >> 6] = c == '{' ? objects[level >> 6] | bit : objects[level >> 6] & ~bit;
                    level++;
                    at++;
                    wantsKey = c == '{';
                    wantsComma = false;
                }
                default -> {
                    skipScalar();
                    wantsComma = true;
                }
            }
        }
    }

    private void skipString() {
        int from = at;
        byte[] b = bytes;
        int i = at + 1;
        int limit = end;
        while (i < limit) {
            byte c = b[i];
            if (c == '"') {
                at = i + 1;
                return;
            }
            i += c == '\\' ? 2 : 1;
        }
        throw new Malformed("a string has no end", from);
    }

    private ByteText string() {
        int from = at + 1;
        byte[] b = bytes;
        for (int i = from, limit = end; i < limit; i++) {
            byte c = b[i];
            if (c == '"') {
                at = i + 1;
                return ByteText.of(b, from, i - from);
            }
            if (c == '\\') {
                skipString();
                return ByteText.of(unescape(from, i, at - 1));
            }
        }
        throw new Malformed("a string has no end", at);
    }

    /** @param first where the first backslash stands */
    private byte[] unescape(int from, int first, int to) {
        byte[] bytes = this.bytes;
        byte[] out = new byte[to - from];
        int length = first - from;
        System.arraycopy(bytes, from, out, 0, length);
        int i = first;
        while (i < to) {
            byte c = bytes[i++];
            if (c != '\\') {
                out[length++] = c;
                continue;
            }
            c = bytes[i++]; // skipString saw to it that one follows
            switch (c) {
                case 'n' -> out[length++] = '\n';
                case 'r' -> out[length++] = '\r';
                case 't' -> out[length++] = '\t';
                case 'b' -> out[length++] = '\b';
                case 'f' -> out[length++] = '\f';
                case '"', '\\', '/' -> out[length++] = c;
                case 'u' -> {
                    int unit = hex4(i, to);
                    if (unit < 0) {
                        throw new Malformed("\\u without four hexadecimal digits", i);
                    }
                    i += 4;
                    int codePoint = unit;
                    if (Character.isHighSurrogate((char) unit)
                            && i + 6 <= to
                            && bytes[i] == '\\'
                            && bytes[i + 1] == 'u') {
                        int low = hex4(i + 2, to);
                        if (low >= 0 && Character.isLowSurrogate((char) low)) {
                            codePoint = Character.toCodePoint((char) unit, (char) low);
                            i += 6;
                        }
                    }
                    length = encode(codePoint, out, length);
                }
                default -> throw new Malformed("an unknown escape in a string", i - 1);
            }
        }
        return length == out.length ? out : Arrays.copyOf(out, length);
    }

    /** A lone surrogate is written like any other code point of its size (three bytes), so that nothing is lost. */
    private static int encode(int codePoint, byte[] out, int length) {
        if (codePoint < 0x80) {
            out[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[length++] = (byte) (0xC0 | codePoint >> 6);
            out[length++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            out[length++] = (byte) (0xE0 | codePoint >> 12);
            out[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[length++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            out[length++] = (byte) (0xF0 | codePoint >> 18);
            out[length++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            out[length++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            out[length++] = (byte) (0x80 | codePoint & 0x3F);
        }
        return length;
    }

    private int hex4(int from, int to) {
        if (from + 4 > to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private void space() {
        while (at < end) {
            byte c = bytes[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return;
            }
            at++;
        }
    }

    @Override
    public String toString() {
        return new String(bytes, at, Math.min(40, end - at), StandardCharsets.ISO_8859_1);
    }
}
