package io.rempart.events.read;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The line that opens a part of a native record: {@code --27cdeb15-A--} (ModSecurity 2, eight hexadecimal digits),
 * {@code ---UiaqbUYK---A--} (ModSecurity 3, eight letters or digits), {@code --aBcDeFgHiJ-A--} (Coraza, ten).
 *
 * @param key all before the letter: what the parts of one record have in common
 */
record Boundary(String key, char part) {
    static final int LONGEST = 17;

    /** The boundary that is the whole line (a CR at its end is left out); null when the line is none. */
    static @Nullable Boundary of(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        int length = end - from;
        if (length < 14 || length > LONGEST || bytes[from] != '-' || bytes[from + 1] != '-') {
            return null;
        }
        int dashes;
        int name;
        if (length == 17 && bytes[from + 2] == '-') {
            dashes = 3;
            name = 8;
        } else if (length == 14) {
            dashes = 2;
            name = 8;
        } else if (length == 16) {
            dashes = 2;
            name = 10;
        } else {
            return null;
        }
        for (int i = from + dashes; i < from + dashes + name; i++) {
            if (!isLetterOrDigit(bytes[i])) {
                return null;
            }
        }
        int letter = from + dashes + name + (dashes == 3 ? 3 : 1);
        for (int i = from + dashes + name; i < letter; i++) {
            if (bytes[i] != '-') {
                return null;
            }
        }
        if (bytes[letter] < 'A' || bytes[letter] > 'Z' || bytes[letter + 1] != '-' || bytes[letter + 2] != '-') {
            return null;
        }
        return new Boundary(new String(bytes, from, letter - from, StandardCharsets.ISO_8859_1), (char) bytes[letter]);
    }

    /**
     * The opening boundary ({@code A}) with which the text ends, be it glued to other text; null when there is none. Glued, a
     * boundary of three dashes is tried first, for one of two is contained in none of them.
     */
    static @Nullable Boundary openingAtEnd(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        if (end - from < 14 || bytes[end - 1] != '-' || bytes[end - 2] != '-' || bytes[end - 3] != 'A') {
            return null;
        }
        for (int length : new int[] {17, 16, 14}) {
            if (end - length >= from) {
                Boundary boundary = of(bytes, end - length, end);
                if (boundary != null) {
                    return boundary;
                }
            }
        }
        return null;
    }

    int length() {
        return key.length() + 3;
    }

    /**
     * Whether what follows an opening boundary is the line that part A begins with: {@code [22/Nov/2026:} or
     * {@code [2026/11/22 }. Null when there are too few bytes to tell.
     */
    static @Nullable Boolean isHeaderLine(byte[] bytes, int from, int to) {
        String[] shapes = {"[dd/www/dddd:", "[dddd/dd/dd "};
        Boolean answer = false;
        for (String shape : shapes) {
            Boolean fits = fits(shape, bytes, from, to);
            if (fits == null) {
                answer = null;
            } else if (fits) {
                return true;
            }
        }
        return answer;
    }

    private static @Nullable Boolean fits(String shape, byte[] bytes, int from, int to) {
        for (int i = 0; i < shape.length(); i++) {
            if (from + i == to) {
                return null;
            }
            byte c = bytes[from + i];
            boolean fits = switch (shape.charAt(i)) {
                case 'd' -> c >= '0' && c <= '9';
                case 'w' -> c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
                default -> c == shape.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(byte c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
