package io.rempart.workbench.explain;

import io.rempart.engine.bytes.ByteSlice;

/** Bytes as a person can read them, and a terminal can show them: what is not plain ASCII becomes {@code \xHH}. Stateless. */
final class Shown {
    /** Most bytes of a value that are shown, around its match where there is one. */
    static final int MOST = 300;

    private Shown() {}

    static String of(ByteSlice value) {
        return value.length() <= MOST
                ? escaped(value, 0, value.length())
                : escaped(value, 0, MOST) + "… (" + value.length() + ")";
    }

    /** A rule's own text, such as a pattern: backslashes as they stand. */
    static String written(String text) {
        String cut = text.length() <= MOST ? text : text.substring(0, MOST) + "...";
        StringBuilder out = new StringBuilder(cut.length());
        cut.chars().forEach(c -> out.append(c >= 32 && c < 127 ? Character.toString(c) : "\\x%02x".formatted(c)));
        return out.toString();
    }

    /** Where a long value is cut so that the match is seen. */
    static int from(ByteSlice value, int offset) {
        return value.length() <= MOST || offset < MOST / 2 ? 0 : offset - MOST / 2;
    }

    static String escaped(ByteSlice value, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = Math.max(0, from); i < Math.min(to, value.length()); i++) {
            int b = value.at(i);
            if (b == '\\') {
                out.append("\\\\");
            } else if (b >= 32 && b < 127) {
                out.append((char) b);
            } else {
                out.append("\\x%02x".formatted(b));
            }
        }
        return out.toString();
    }
}
