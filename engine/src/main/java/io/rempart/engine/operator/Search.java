package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;

/** Searches of one byte string in another. */
final class Search {
    /** Up to this length looking at each place costs less than preparing a table. */
    private static final int SHORT = 24;

    private Search() {}

    /** Where {@code wanted} first occurs in {@code value} at or after {@code from}, or -1. Case counts. Linear. */
    static int indexOf(ByteSlice value, ByteSlice wanted, int from) {
        int length = wanted.length();
        int last = value.length() - length;
        if (length == 0) {
            return from <= value.length() ? from : -1;
        }
        if (length > SHORT) {
            return longIndexOf(value, wanted, from);
        }
        byte[] in = value.array();
        byte first = wanted.array()[wanted.offset()];
        for (int i = from; i <= last; i++) {
            if (in[value.offset() + i] == first && isAt(value, wanted, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Knuth, Morris and Pratt: no value can make it quadratic. */
    private static int longIndexOf(ByteSlice value, ByteSlice wanted, int from) {
        int length = wanted.length();
        int[] borders = new int[length];
        for (int i = 1, border = 0; i < length; i++) {
            while (border > 0 && wanted.at(i) != wanted.at(border)) {
                border = borders[border - 1];
            }
            if (wanted.at(i) == wanted.at(border)) {
                border++;
            }
            borders[i] = border;
        }
        int matched = 0;
        for (int i = from; i < value.length(); i++) {
            while (matched > 0 && value.at(i) != wanted.at(matched)) {
                matched = borders[matched - 1];
            }
            if (value.at(i) == wanted.at(matched)) {
                matched++;
            }
            if (matched == length) {
                return i + 1 - length;
            }
        }
        return -1;
    }

    /** Whether {@code wanted} stands at that place of {@code value}. */
    static boolean isAt(ByteSlice value, ByteSlice wanted, int place) {
        return place >= 0
                && place + wanted.length() <= value.length()
                && Arrays.equals(
                        value.array(),
                        value.offset() + place,
                        value.offset() + place + wanted.length(),
                        wanted.array(),
                        wanted.offset(),
                        wanted.end());
    }
}
