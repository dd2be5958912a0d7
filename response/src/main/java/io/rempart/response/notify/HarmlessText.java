package io.rempart.response.notify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the harm out of what attackers wrote, before a person reads it in a mail program or on a telephone: no control
 * characters and no invisible or direction-changing ones (a dot stands there), nothing that becomes a link, one line.
 */
public final class HarmlessText {
    /** What a mail program may take for a host name or an address: letters or digits, a dot, letters. */
    private static final Pattern DOTTED = Pattern.compile("(?<=[\\p{L}\\p{N}])\\.(?=\\p{L})");

    private HarmlessText() {}

    /** At most so many characters. */
    public static String line(String text, int length) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), length) + 8);
        int shown = 0;
        for (int i = 0; i < text.length() && shown < length; shown++) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            line.appendCodePoint(isHarmless(c) ? c : Character.isWhitespace(c) ? ' ' : '·');
        }
        if (shown == length && text.codePointCount(0, text.length()) > length) {
            line.append('…');
        }
        return line.toString().strip();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The same, and no word of it becomes a link: {@code https[:]//evil[.]example}; paths stay as they are. */
    public static String unlinked(String text, int length) {
        StringBuilder words = new StringBuilder();
        for (String word : line(text, length).split(" ", -1)) {
            if (words.length() > 0) {
                words.append(' ');
            }
            boolean isPath = word.startsWith("/") && !word.startsWith("//");
            String apart = word.replace("://", "[:]//").replace("@", "[@]");
            Matcher dots = DOTTED.matcher(apart);
            words.append(isPath && !word.contains("://") && !word.contains("@") ? word : dots.replaceAll("[.]"));
        }
        return words.toString();
    }
}
