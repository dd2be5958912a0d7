package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import org.jspecify.annotations.Nullable;

/** Reads what escapes stand for that mean the same inside a class and outside: a byte, or a generic type. */
final class EscapedByte {
    private final PatternText text;

    EscapedByte(PatternText text) {
        this.text = text;
    }

    /** The class that an escape letter names, or null. */
    static @Nullable ByteSet genericType(int c) {
        return switch (c) {
            case 'd' -> ByteClasses.DIGIT;
            case 'D' -> ByteClasses.DIGIT.complement();
            case 'w' -> ByteClasses.WORD;
            case 'W' -> ByteClasses.WORD.complement();
            case 's' -> ByteClasses.SPACE;
            case 'S' -> ByteClasses.SPACE.complement();
            case 'h' -> ByteClasses.HORIZONTAL_SPACE;
            case 'H' -> ByteClasses.HORIZONTAL_SPACE.complement();
            case 'v' -> ByteClasses.VERTICAL_SPACE;
            case 'V' -> ByteClasses.VERTICAL_SPACE.complement();
            default -> null;
        };
    }

    /** The byte that an escape stands for; the letter {@code c} after the backslash has been taken. */
    int read(int c, int start) {
        switch (c) {
            case 'a':
                return 7;
            case 'e':
                return 27;
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'c': {
                int control = text.next(start);
                if (control < ' ' || control > '~') {
                    throw text.problem("\\c must be followed by a printable ASCII character", start);
                }
                return Character.toUpperCase(control) ^ 0x40;
            }
            case 'x':
                return hexadecimal(start);
            case 'o':
                if (text.peek() != '{') {
                    throw text.problem("\\o without {digits}", start);
                }
                return braced(start, 8);
            case '0', '1', '2', '3', '4', '5', '6', '7':
                return octal(c, start);
            default:
                if (c < 128 && (Character.isLetter(c) || PatternText.isDigit(c))) {
                    throw text.problem("the escape \\" + (char) c + " is not known or not supported", start);
                }
                return c;
        }
    }

    private int hexadecimal(int start) {
        if (text.peek() == '{') {
            return braced(start, 16);
        }
        int value = 0;
        for (int i = 0;
                i < 2 && text.at < text.pattern.length() && Character.digit(text.pattern.charAt(text.at), 16) >= 0;
                i++) {
            value = value * 16 + Character.digit(text.pattern.charAt(text.at++), 16);
        }
        return value;
    }

    private int braced(int start, int radix) {
        int close = text.pattern.indexOf('}', text.at);
        int value = 0;
        for (int i = text.at + 1; i < close && value >= 0; i++) {
            int digit = Character.digit(text.pattern.charAt(i), radix);
            value = digit < 0 ? -1 : value * radix + digit;
            if (value > 0xFF) {
                throw text.problem("a byte above FF", start);
            }
        }
        if (close <= text.at + 1 || value < 0) {
            throw text.problem("no digits, or others than digits, between braces", start);
        }
        text.at = close + 1;
        return value;
    }

    private int octal(int first, int start) {
        int value = first - '0';
        for (int i = 0; i < 2 && text.peek() >= '0' && text.peek() <= '7'; i++) {
            value = value * 8 + text.pattern.charAt(text.at++) - '0';
        }
        if (value > 0xFF) {
            throw text.problem("an octal value above \\377", start);
        }
        return value;
    }
}
