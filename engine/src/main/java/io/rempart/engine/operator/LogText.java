package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;

/** Bytes as ModSecurity 2 writes them into its logs. */
final class LogText {
    private LogText() {}

    /** With quotes and backslashes escaped, and what can't be printed as {@code \xHH}. */
    static String escape(ByteSlice bytes) {
        return escape(bytes, bytes.length());
    }

    /** The same, with three dots where more than {@code most} characters would be written. */
    static String escape(ByteSlice bytes, int most) {
        StringBuilder out = new StringBuilder(Math.min(bytes.length(), most) + 16);
        boolean cut = most < bytes.length();
        // patterns of rules are up to 12,000 characters long, and each match shows 252 of them
        for (int i = 0; i < bytes.length() && !(cut && out.length() > most); i++) {
            int b = bytes.at(i);
            switch (b) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0x0B -> out.append("\\v");
                default -> {
                    if (b < 0x20 || b >= 0x7F) {
                        out.append("\\x").append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
                    } else {
                        out.append((char) b);
                    }
                }
            }
        }
        if (cut && out.length() > most) {
            out.setLength(most);
            out.append(" ...");
        }
        return out.toString();
    }
}
