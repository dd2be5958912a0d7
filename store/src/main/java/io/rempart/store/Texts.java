package io.rempart.store;

import io.rempart.events.model.ByteText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Texts as every database can hold them: cut, without NUL and without halves of characters. */
final class Texts {
    private Texts() {}

    /** At most {@code length} characters; NUL becomes {@code \x00}, half a character U+FFFD. */
    static String clean(String text, int length) {
        int end = Math.min(text.length(), length);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text, length);
            }
        }
        return end == text.length() ? text : text.substring(0, end);
    }

    static String clean(ByteText text, int length) {
        if (isPlain(text, Math.min(text.length(), length + 1))) {
            return text.length() <= length
                    ? text.toLatin1()
                    : text.slice(0, length).toLatin1();
        }
        // A byte makes at most four characters (\xHH), a character at most four bytes.
        int bytes = Math.min(text.length(), length * 4);
        return clean(text.slice(0, bytes).toString(), length);
    }

    /** Whether the first bytes are ASCII without NUL, as nearly all texts are: then they need no second look. */
    private static boolean isPlain(ByteText text, int bytes) {
        for (int i = 0; i < bytes; i++) {
            int b = text.at(i);
            if (b == 0 || b >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String cleaned(String text, int length) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), length) + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                clean.append("\\x00");
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(Character.isSurrogate(c) ? '\uFFFD' : c);
            }
            if (clean.length() >= length) {
                break;
            }
        }
        int end = Math.min(clean.length(), length);
        if (Character.isHighSurrogate(clean.charAt(end - 1))) {
            end--;
        }
        return clean.substring(0, end);
    }

    /** ASCII letters in lower case, everything else as it is. */
    static String folded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b >= 'A' && b <= 'Z') {
                bytes[i] = (byte) (b + 'a' - 'A');
            } else if (b == '?' && text.charAt(i) != '?') {
                return foldedSlowly(text); // a character that is more than a byte
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String foldedSlowly(String text) {
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            if (folded[i] >= 'A' && folded[i] <= 'Z') {
                folded[i] += 'a' - 'A';
            }
        }
        return new String(folded);
    }

    /** The path of a request target (RFC 9112, 3.2): without scheme, authority, query and fragment. */
    static String path(String uri) {
        int start = 0;
        int scheme = uri.indexOf("://");
        if (scheme > 0 && scheme <= 8 && uri.charAt(0) != '/') {
            int slash = uri.indexOf('/', scheme + 3);
            start = slash < 0 ? uri.length() : slash;
        }
        int end = uri.length();
        for (int i = start; i < end; i++) {
            char c = uri.charAt(i);
            if (c == '?' || c == '#') {
                end = i;
            }
        }
        return uri.substring(start, end);
    }

    /** {@code %XX} and {@code +} decoded once; the very same object when there is nothing to decode. */
    static ByteText decoded(ByteText uri) {
        int first = 0;
        while (first < uri.length() && uri.at(first) != '%' && uri.at(first) != '+') {
            first++;
        }
        if (first == uri.length()) {
            return uri;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            int b = uri.at(i);
            if (b == '%' && i + 2 < uri.length()) {
                int high = Character.digit(uri.at(i + 1), 16);
                int low = Character.digit(uri.at(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    out.write(high << 4 | low);
                    i += 2;
                    continue;
                }
            }
            out.write(b == '+' ? ' ' : b);
        }
        return ByteText.of(out.toByteArray());
    }
}
