package io.rempart.events.read;

import io.rempart.events.model.ByteText;

/** Small readings of bytes: numbers, prefixes, searches. Stateless. */
final class Texts {
    private Texts() {}

    /** The whole number that the text is; {@code absent} when it is none or does not fit. */
    static long integer(ByteText text, long absent) {
        int length = text.length();
        int i = length > 0 && text.at(0) == '-' ? 1 : 0;
        if (i == length || length - i > 19) {
            return absent;
        }
        long value = 0;
        for (int k = i; k < length; k++) {
            int digit = text.at(k) - '0';
            if (digit < 0 || digit > 9) {
                return absent;
            }
            value = value * 10 + digit;
            if (value < 0) {
                return absent;
            }
        }
        return i == 1 ? -value : value;
    }

    /** As {@link #integer}, for what must be a port or a status: 0 unless in 0 to 65535. */
    static int small(ByteText text) {
        long value = integer(text, 0);
        return value < 0 || value > 65_535 ? 0 : (int) value;
    }

    static boolean startsWith(ByteText text, String prefix) {
        return startsWithAt(text, 0, prefix);
    }

    static boolean startsWithAt(ByteText text, int at, String prefix) {
        if (at < 0 || text.length() - at < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (text.at(at + i) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean endsWith(ByteText text, String suffix) {
        return startsWithAt(text, text.length() - suffix.length(), suffix);
    }

    /** Where the (ASCII) word first stands at or after {@code from}; -1 when it doesn't. */
    static int indexOf(ByteText text, String word, int from) {
        int first = word.charAt(0);
        int last = text.length() - word.length();
        for (int i = text.indexOf(first, from); i >= 0 && i <= last; i = text.indexOf(first, i + 1)) {
            if (startsWithAt(text, i, word)) {
                return i;
            }
        }
        return -1;
    }

    static int lastIndexOf(ByteText text, String word) {
        for (int i = text.length() - word.length(); i >= 0; i--) {
            if (startsWithAt(text, i, word)) {
                return i;
            }
        }
        return -1;
    }

    static int indexOf(ByteText text, char c, int from) {
        return text.indexOf(c, from);
    }

    /** Where the (ASCII) word first stands in the array between the two positions; -1 when it doesn't. */
    static int indexOf(byte[] bytes, String word, int from, int to) {
        byte first = (byte) word.charAt(0);
        int last = to - word.length();
        for (int i = from; i <= last; i++) {
            if (bytes[i] == first && startsWithAt(bytes, word, i, to)) {
                return i;
            }
        }
        return -1;
    }

    static boolean startsWithAt(byte[] bytes, String word, int at, int to) {
        if (at < 0 || to - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Without blanks, tabs and line ends at both ends. */
    static ByteText trim(ByteText text) {
        int from = 0;
        int to = text.length();
        while (from < to && text.at(from) <= ' ') {
            from++;
        }
        while (to > from && text.at(to - 1) <= ' ') {
            to--;
        }
        return text.slice(from, to);
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(int c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
