package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSlice;

/** Bytes as text that is safe in a line of a log. */
public final class Printable {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Printable() {}

    /** As ModSecurity 2 writes them: quotes, backslashes, controls and bytes beyond ASCII as {@code \xHH}; cut when long. */
    public static String escaped(ByteSlice value, int most) {
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
    public static String hex(ByteSlice value) {
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

    /**
     * As later releases of ModSecurity 3 write them within a line of the error log: quotes and backslashes as well, so that a value
     * can't end its field and forge the next (ModSecurity issue 3601).
     */
    public static String field(ByteSlice value) {
        String hex = hex(value);
        if (hex.indexOf('"') < 0 && hex.indexOf('\\') < 0) {
            return hex;
        }
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            int b = value.at(i);
            if (b == '"') {
                out.append("\\x22");
            } else if (b == '\\') {
                out.append("\\x5c");
            } else {
                out.append(hex(value.slice(i, i + 1)));
            }
        }
        return out.toString();
    }

    /** A text without line ends and other controls, so that it stays one line. */
    public static String oneLine(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            char c = latin1.charAt(i);
            if (c < 32 && c != '\t') {
                StringBuilder out = new StringBuilder(latin1.length() + 16);
                for (int j = 0; j < latin1.length(); j++) {
                    char d = latin1.charAt(j);
                    if (d < 32 && d != '\t') {
                        out.append("\\x").append(HEX[d >> 4]).append(HEX[d & 15]);
                    } else {
                        out.append(d);
                    }
                }
                return out.toString();
            }
        }
        return latin1;
    }
}
