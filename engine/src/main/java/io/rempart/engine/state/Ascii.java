package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;

/** Comparison and numbers over bytes, as SecLang has them. */
public final class Ascii {
    private Ascii() {}

    /** Whether two values are equal when ASCII letters have no case. */
    public static boolean equalIgnoreCase(ByteSlice a, ByteSlice b) {
        int length = a.length();
        if (length != b.length()) {
            return false;
        }
        byte[] x = a.array();
        byte[] y = b.array();
        for (int i = a.offset(), j = b.offset(), end = a.end(); i < end; i++, j++) {
            int c = x[i];
            int d = y[j];
            if (c != d && (lower(c) != lower(d))) {
                return false;
            }
        }
        return true;
    }

    /** The value with its ASCII capitals made small; the very same when it has none. */
    public static ByteSlice lowerCase(ByteSlice value) {
        for (int i = 0; i < value.length(); i++) {
            int c = value.at(i);
            if (c >= 'A' && c <= 'Z') {
                byte[] copy = value.toArray();
                for (int j = i; j < copy.length; j++) {
                    copy[j] = (byte) lower(copy[j]);
                }
                return ByteSlice.of(copy);
            }
        }
        return value;
    }

    /** The integer at the head of a value: blanks, a sign, digits; 0 when there is none, the nearest long on overflow. */
    public static long number(ByteSlice value) {
        int i = 0;
        int length = value.length();
        while (i < length && (value.at(i) == ' ' || value.at(i) >= 9 && value.at(i) <= 13)) {
            i++;
        }
        boolean negative = false;
        if (i < length && (value.at(i) == '-' || value.at(i) == '+')) {
            negative = value.at(i++) == '-';
        }
        long number = 0;
        for (; i < length && value.at(i) >= '0' && value.at(i) <= '9'; i++) {
            int digit = value.at(i) - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            number = number * 10 + digit;
        }
        return negative ? -number : number;
    }

    /** A number as decimal text. */
    public static ByteSlice decimal(long number) {
        return number >= 0 && number < SMALL.length ? SMALL[(int) number] : ByteSlice.latin1(Long.toString(number));
    }

    private static final ByteSlice[] SMALL = new ByteSlice[256];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = ByteSlice.latin1(Integer.toString(i));
        }
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
