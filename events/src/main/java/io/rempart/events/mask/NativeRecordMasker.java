package io.rempart.events.mask;

import java.nio.charset.StandardCharsets;

/**
 * Masks one native record: sections between {@code --xxxxxxxx-A--} lines, each by its letter. A boundary counts only with the
 * letters of the record's first one, so that a forged one in a body does not end the body.
 */
final class NativeRecordMasker {
    private final TextMasker texts;

    NativeRecordMasker(TextMasker texts) {
        this.texts = texts;
    }

    /** The very same array when there is no secret in it. */
    byte[] mask(byte[] record) {
        String text = new String(record, StandardCharsets.ISO_8859_1);
        String prefix = boundaryPrefix(text);
        if (prefix.isEmpty()) {
            String masked = texts.mask(text, TextMasker.Kind.MESSAGE);
            return masked.equals(text) ? record : masked.getBytes(StandardCharsets.ISO_8859_1);
        }
        StringBuilder out = new StringBuilder(text.length() + 64);
        int position = 0;
        while (position < text.length()) {
            int lineEnd = lineEnd(text, position);
            char section = sectionOf(text, position, lineEnd, prefix);
            out.append(text, position, lineEnd);
            position = lineEnd;
            int next = nextBoundary(text, position, prefix);
            out.append(maskSection(section, text.substring(position, next)));
            position = next;
        }
        String masked = out.toString();
        return masked.equals(text) ? record : masked.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String maskSection(char section, String content) {
        return switch (section) {
            case 'B', 'F' -> headers(content, texts);
            case 'C', 'E', 'I' -> texts.mask(content, TextMasker.Kind.BODY);
            case 'H' -> messages(content);
            case 'A', 'K', 'Z' -> content;
            default -> texts.mask(content, TextMasker.Kind.BODY);
        };
    }

    /** A request or response as on the wire: head and body. */
    static String maskHttp(String message, int headersEnd, TextMasker texts) {
        return headers(message.substring(0, headersEnd), texts)
                + message.substring(headersEnd, headersEnd + 4)
                + texts.mask(message.substring(headersEnd + 4), TextMasker.Kind.BODY);
    }

    private static String headers(String content, TextMasker texts) {
        StringBuilder out = new StringBuilder(content.length() + 32);
        int position = 0;
        boolean first = true;
        while (position < content.length()) {
            int end = lineEnd(content, position);
            int textEnd = end;
            while (textEnd > position && (content.charAt(textEnd - 1) == '\n' || content.charAt(textEnd - 1) == '\r')) {
                textEnd--;
            }
            String line = content.substring(position, textEnd);
            int colon = line.indexOf(':');
            if (first || colon <= 0) {
                out.append(texts.mask(line, TextMasker.Kind.URL));
            } else {
                int valueStart = colon + 1;
                while (valueStart < line.length() && line.charAt(valueStart) == ' ') {
                    valueStart++;
                }
                out.append(line, 0, valueStart)
                        .append(texts.header(line.substring(0, colon), line.substring(valueStart)));
            }
            out.append(content, textEnd, end);
            first = first && line.isEmpty();
            position = end;
        }
        return out.toString();
    }

    private String messages(String content) {
        StringBuilder out = new StringBuilder(content.length() + 32);
        int position = 0;
        while (position < content.length()) {
            int end = lineEnd(content, position);
            String line = content.substring(position, end);
            boolean aboutTheClient = line.startsWith("Message:")
                    || line.startsWith("Apache-Error:")
                    || line.startsWith("ModSecurity:")
                    || line.startsWith("Error:")
                    || line.contains("[client ")
                    || line.contains("[id ")
                    || line.contains("[data ");
            out.append(aboutTheClient ? texts.mask(line, TextMasker.Kind.MESSAGE) : line);
            position = end;
        }
        return out.toString();
    }

    /** {@code --27cdeb15-}, {@code ---UiaqbUYK---}; empty when the record does not begin with a boundary. */
    private static String boundaryPrefix(String text) {
        int dashes = 0;
        while (dashes < text.length() && dashes < 3 && text.charAt(dashes) == '-') {
            dashes++;
        }
        int end = dashes;
        while (end < text.length() && end < dashes + 16 && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        int letter = end;
        while (letter < text.length() && letter < end + 3 && text.charAt(letter) == '-') {
            letter++;
        }
        return dashes >= 2 && end > dashes && letter > end ? text.substring(0, letter) : "";
    }

    private static char sectionOf(String text, int from, int lineEnd, String prefix) {
        return isBoundary(text, from, prefix) && from + prefix.length() < lineEnd
                ? text.charAt(from + prefix.length())
                : '?';
    }

    private static boolean isBoundary(String text, int at, String prefix) {
        int letter = at + prefix.length();
        return text.startsWith(prefix, at)
                && letter < text.length()
                && text.charAt(letter) >= 'A'
                && text.charAt(letter) <= 'Z'
                && text.startsWith("--", letter + 1);
    }

    private static int nextBoundary(String text, int from, String prefix) {
        for (int at = text.indexOf(prefix, from); at >= 0; at = text.indexOf(prefix, at + 1)) {
            if ((at == 0 || text.charAt(at - 1) == '\n') && isBoundary(text, at, prefix)) {
                return at;
            }
        }
        return text.length();
    }

    private static int lineEnd(String text, int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }
}
