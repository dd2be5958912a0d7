package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSlice;

/** Bytes as text that is safe in a line of a log. */
final class Printable {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Printable() {}

    /** As ModSecurity 2 writes them: quotes, backslashes, controls and bytes beyond ASCII as {@code \xHH}; cut when long. */
    static String escaped(ByteSlice value, int most) {
        StringBuilder out = new StringBuilder();
        int length = Math.min(value.length(), most);
        for (int i = 0; i < length; i++) {
            int b = value.at(i);
            if (b == '"' || b == '\\') {
                out.append('\\').append((char) b);
            } else if (b < 32 || b > 126) {
                out.append("\\x").append(HEX[b >> 4]).append(HEX[b & 15]);
            } else {
                out.append((char) b);
            }
        }
        return length < value.length() ? out.append(" ...").toString() : out.toString();
    }

    /** As ModSecurity 3 writes them: what is not printable as {@code \xHH}. */
    static String hex(ByteSlice value) {
        StringBuilder out = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            int b = value.at(i);
            if (b < 32 || b > 126) {
                out.append("\\x").append(HEX[b >> 4]).append(HEX[b & 15]);
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }
}
