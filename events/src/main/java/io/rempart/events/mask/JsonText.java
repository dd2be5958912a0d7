package io.rempart.events.mask;

import java.nio.charset.StandardCharsets;

/** Strings of JSON records (RFC 8259) to bytes and back; lenient on input, since the writers do not check what they write. */
final class JsonText {
    private static final String HEX = "0123456789ABCDEF";

    private JsonText() {}

    /** The bytes between the quotes, unescaped, one character a byte. {@code \\uXXXX} becomes its UTF-8 bytes. */
    static String unescaped(byte[] json, int from, int to) {
        int backslash = from;
        while (backslash < to && json[backslash] != '\\') {
            backslash++;
        }
        if (backslash == to) {
            return new String(json, from, to - from, StandardCharsets.ISO_8859_1);
        }
        // Unescaping never makes a text longer: \\u0000 is six bytes, the longest UTF-8 sequence of one unit three.
        byte[] out = new byte[to - from];
        int length = backslash - from;
        System.arraycopy(json, from, out, 0, length);
        for (int i = backslash; i < to; i++) {
            byte b = json[i];
            if (b != '\\' || i + 1 >= to) {
                out[length++] = b;
                continue;
            }
            i++;
            switch (json[i]) {
                case 'n' -> out[length++] = '\n';
                case 'r' -> out[length++] = '\r';
                case 't' -> out[length++] = '\t';
                case 'b' -> out[length++] = '\b';
                case 'f' -> out[length++] = '\f';
                case 'u' -> {
                    int unit = hex4(json, i + 1, to);
                    if (unit < 0) {
                        out[length++] = '\\';
                        out[length++] = 'u';
                        break;
                    }
                    i += 4;
                    int codePoint = unit;
                    if (Character.isHighSurrogate((char) unit)
                            && i + 6 < to
                            && json[i + 1] == '\\'
                            && json[i + 2] == 'u') {
                        int low = hex4(json, i + 3, to);
                        if (low >= 0 && Character.isLowSurrogate((char) low)) {
                            codePoint = Character.toCodePoint((char) unit, (char) low);
                            i += 6;
                        }
                    }
                    byte[] encoded = utf8(codePoint);
                    System.arraycopy(encoded, 0, out, length, encoded.length);
                    length += encoded.length;
                }
                default -> out[length++] = json[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** Writes bytes (one character a byte) as the inside of a JSON string, the way the engines do: bytes from 0x80 stay. */
    static void writeEscaped(String text, RecordBytes out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int letter = switch (c) {
                case '"', '\\' -> c;
                case '\n' -> 'n';
                case '\r' -> 'r';
                case '\t' -> 't';
                case '\b' -> 'b';
                case '\f' -> 'f';
                default -> 0;
            };
            if (letter != 0) {
                out.add('\\');
                out.add(letter);
            } else if (c < 0x20) {
                out.add('\\');
                out.add('u');
                out.add('0');
                out.add('0');
                out.add(HEX.charAt(c >> 4));
                out.add(HEX.charAt(c & 15));
            } else {
                out.add(c);
            }
        }
    }

    private static int hex4(byte[] json, int from, int to) {
        if (from + 4 > to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static byte[] utf8(int codePoint) {
        // A lone surrogate has no UTF-8: the three bytes it would have are kept, so that nothing is lost.
        if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            return new byte[] {(byte) 0xED, (byte) (0x80 | codePoint >> 6 & 0x3F), (byte) (0x80 | codePoint & 0x3F)};
        }
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }
}
