package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Phrases in the manner of Snort's {@code content}: bytes in hexadecimal between bars ({@code A|42 43|D} is {@code ABCD}), a
 * backslash before {@code : ; \ "} and bars. Between bars that hold anything but pairs of hexadecimal digits and spaces, and after a
 * backslash before anything else, the text is meant literally: lists of error messages are full of bars.
 */
final class PhraseSyntax {
    private PhraseSyntax() {}

    /** The bytes that a phrase means; never longer than its text. */
    static ByteSlice decode(ByteSlice text) {
        byte[] out = new byte[text.length()];
        int n = 0;
        int i = 0;
        while (i < text.length()) {
            int b = text.at(i);
            int end = b == '|' ? endOfHexadecimal(text, i) : -1;
            if (end > 0) {
                int high = -1;
                for (int j = i + 1; j < end; j++) {
                    int digit = Character.digit(text.at(j), 16);
                    if (digit >= 0 && high >= 0) {
                        out[n++] = (byte) (high << 4 | digit);
                        high = -1;
                    } else if (digit >= 0) {
                        high = digit;
                    }
                }
                i = end + 1;
            } else if (b == '\\' && i + 1 < text.length() && isEscapable(text.at(i + 1))) {
                out[n++] = (byte) text.at(i + 1);
                i += 2;
            } else {
                out[n++] = (byte) b;
                i++;
            }
        }
        return n == text.length() ? text : ByteSlice.of(out, 0, n);
    }

    /** Where the bar is that closes hexadecimal bytes, or -1 when these are none. */
    static int endOfHexadecimal(ByteSlice text, int bar) {
        int digits = 0;
        for (int i = bar + 1; i < text.length(); i++) {
            int b = text.at(i);
            if (b == '|') {
                return digits > 0 && digits % 2 == 0 ? i : -1;
            }
            if (Character.digit(b, 16) >= 0) {
                digits++;
            } else if (b != ' ') {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isEscapable(int b) {
        return b == ':' || b == ';' || b == '\\' || b == '"' || b == '|';
    }
}
