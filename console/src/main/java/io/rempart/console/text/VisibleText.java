package io.rempart.console.text;

import java.util.Locale;

/**
 * Text of attackers to HTML that shows every character and does nothing. Thread-safe.
 *
 * <p>Markup is escaped. Characters that a reader can't see or that change what he sees are replaced by a sign in a span of its
 * own: C0 controls by their Unicode picture ({@code ␀}), every other control, format, separator, private, unassigned or lone
 * surrogate character by its number ({@code U+202E}: the bidirectional overrides are among them, Trojan Source,
 * CVE-2021-42574). Of a run of combining marks the first {@value #MARKS} are kept. This is the only place of the console where
 * text of others becomes HTML.
 */
public final class VisibleText {
    private static final int MARKS = 3;

    private VisibleText() {}

    /** As one line: line ends and tabs are shown as signs. */
    public static void appendLine(StringBuilder html, CharSequence text) {
        append(html, text, false);
    }

    /** As lines: line ends and tabs stay what they are; a carriage return before a line feed is left out. */
    public static void appendBlock(StringBuilder html, CharSequence text) {
        append(html, text, true);
    }

    /** Bytes that are no UTF-8, as {@code \xHH} signs. */
    public static void appendByte(StringBuilder html, int value) {
        sign(html, String.format(Locale.ROOT, "\\x%02x", value), "byte 0x" + Integer.toHexString(value));
    }

    /** As one line of plain text (for the title of the window, a tooltip): signs in brackets, no markup. */
    public static String plain(CharSequence text, int most) {
        StringBuilder plain = new StringBuilder(Math.min(text.length(), most) + 16);
        int i = 0;
        int marks = 0;
        while (i < text.length() && plain.length() < most) {
            int c = Character.codePointAt(text, i);
            i += Character.charCount(c);
            marks = isMark(c) ? marks + 1 : 0;
            if (c < 0x20 || c == 0x7F) {
                plain.append(picture(c));
            } else if (isHidden(c) || marks > MARKS) {
                plain.append('[').append(number(c)).append(']');
            } else {
                plain.appendCodePoint(c);
            }
        }
        return i < text.length() ? plain.append('…').toString() : plain.toString();
    }

    private static void append(StringBuilder html, CharSequence text, boolean block) {
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int c = Character.codePointAt(text, i);
            i += Character.charCount(c);
            marks = isMark(c) ? marks + 1 : 0;
            if (c >= 0x20 && c < 0x7F) {
                escape(html, (char) c);
            } else if (block && (c == '\n' || c == '\t')) {
                html.append((char) c);
            } else if (block && c == '\r' && i < text.length() && text.charAt(i) == '\n') {
                continue;
            } else if (c < 0x20 || c == 0x7F) {
                sign(html, String.valueOf(picture(c)), number(c));
            } else if (isHidden(c) || marks > MARKS) {
                sign(html, number(c), name(c));
            } else {
                html.appendCodePoint(c);
            }
        }
    }

    private static void escape(StringBuilder html, char c) {
        switch (c) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            default -> html.append(c);
        }
    }

    private static void sign(StringBuilder html, String sign, String title) {
        html.append("<span class=\"sign\" title=\"");
        for (int i = 0; i < title.length(); i++) {
            escape(html, title.charAt(i));
        }
        html.append("\">").append(sign).append("</span>");
    }

    private static char picture(int c) {
        return c == 0x7F ? '␡' : (char) (0x2400 + c);
    }

    private static String number(int c) {
        return String.format(Locale.ROOT, "U+%04X", c);
    }

    private static String name(int c) {
        String name = Character.getName(c);
        return name == null ? number(c) : name;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> c != 0x20 && c != 0xA0 && c != 0x202F;
            // fillers that render as nothing, and variation selectors
            default ->
                c == 0x115F
                        || c == 0x1160
                        || c == 0x3164
                        || c == 0xFFA0
                        || c == 0x2800
                        || (c >= 0xFE00 && c <= 0xFE0F)
                        || (c >= 0xE0100 && c <= 0xE01EF);
        };
    }
}
