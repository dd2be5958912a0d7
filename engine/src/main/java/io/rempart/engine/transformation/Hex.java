package io.rempart.engine.transformation;

/** Hexadecimal and octal digits as attackers write them. */
final class Hex {
    private static final byte[] VALUES = new byte[256];
    private static final byte[] LOWER = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    static {
        java.util.Arrays.fill(VALUES, (byte) -1);
        for (int digit = 0; digit < 16; digit++) {
            VALUES[LOWER[digit]] = (byte) digit;
            VALUES[Character.toUpperCase(LOWER[digit])] = (byte) digit;
        }
    }

    private Hex() {}

    /** The value of a digit, or -1. */
    static int value(byte b) {
        return VALUES[b & 0xFF];
    }

    /** Whether the byte is one of 0-9, a-f, A-F. */
    static boolean isDigit(byte b) {
        return VALUES[b & 0xFF] >= 0;
    }

    /** The byte that two digits stand for; both must be digits. */
    static byte pair(byte high, byte low) {
        return (byte) (value(high) << 4 | value(low));
    }

    /** The lower-case digit of a value from 0 to 15. */
    static byte digit(int value) {
        return LOWER[value];
    }

    /** Whether the byte is one of 0-7. */
    static boolean isOctal(byte b) {
        return b >= '0' && b <= '7';
    }
}
