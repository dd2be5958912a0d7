package io.rempart.engine.transformation;

/** What the escapes of JavaScript and C have in common. */
final class Escapes {
    private Escapes() {}

    /** The control byte that a letter after a backslash stands for; other bytes stand for themselves. */
    static byte control(byte letter) {
        return switch (letter) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            default -> letter;
        };
    }

    /** How many octal digits begin at {@code from}, at most three. */
    static int octalDigits(byte[] in, int from, int end) {
        int i = from;
        while (i < end && i < from + 3 && Hex.isOctal(in[i])) {
            i++;
        }
        return i - from;
    }

    /** The number that octal digits give. */
    static int octal(byte[] in, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 8 + in[i] - '0';
        }
        return value;
    }
}
