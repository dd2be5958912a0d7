package io.rempart.app;

/**
 * Makes attackers' text safe to print: control characters (which could move the cursor, recolour or forge lines) and
 * characters that reverse or hide text are shown as {@code \xHH} or {@code &#92;uHHHH}.
 */
public final class TerminalText {
    private TerminalText() {}

    public static String safe(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmless(c, i + 1 < text.length() ? text.charAt(i + 1) : 0, i > 0 ? text.charAt(i - 1) : 0)) {
                if (safe != null) {
                    safe.append(c);
                }
                continue;
            }
            if (safe == null) {
                safe = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            safe.append(c < 0x100 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c));
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean isHarmless(char c, char next, char previous) {
        if (c >= 0x20 && c < 0x7F) {
            return true;
        }
        if (Character.isHighSurrogate(c)) {
            return Character.isLowSurrogate(next);
        }
        if (Character.isLowSurrogate(c)) {
            return Character.isHighSurrogate(previous);
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
