package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as text, exactly what {@code inet_pton} takes: four decimal numbers without leading zeros, or IPv6 in the forms of RFC
 * 4291, the last 32 bits possibly as IPv4. No name is ever resolved.
 */
final class AddressParser {
    private AddressParser() {}

    /** The 4 or 16 bytes of an address, or null when the text is none. */
    static byte @Nullable [] parse(ByteSlice text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.at(i) == ':') {
                return parseV6(text);
            }
        }
        byte[] address = new byte[4];
        return parseV4(text, 0, address, 0) ? address : null;
    }

    private static boolean parseV4(ByteSlice text, int from, byte[] out, int at) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (i >= text.length() || text.at(i++) != '.')) {
                return false;
            }
            int first = i;
            int number = 0;
            while (i < text.length() && i < first + 3 && text.at(i) >= '0' && text.at(i) <= '9') {
                number = number * 10 + text.at(i++) - '0';
            }
            if (i == first || number > 255 || i - first > 1 && text.at(first) == '0') {
                return false;
            }
            out[at + part] = (byte) number;
        }
        return i == text.length();
    }

    private static byte @Nullable [] parseV6(ByteSlice text) {
        byte[] out = new byte[16];
        int length = text.length();
        int n = 0;
        int gap = -1;
        int i = 0;
        if (length >= 2 && text.at(0) == ':') {
            if (text.at(1) != ':') {
                return null;
            }
            gap = 0;
            i = 2;
        }
        while (i < length) {
            int first = i;
            int group = 0;
            int digit;
            while (i < length && i < first + 4 && (digit = Character.digit(text.at(i), 16)) >= 0) {
                group = group << 4 | digit;
                i++;
            }
            if (i < length && text.at(i) == '.' && n <= 12) {
                if (!parseV4(text, first, out, n)) {
                    return null;
                }
                n += 4;
                break;
            }
            if (i == first || n == 16) {
                return null;
            }
            out[n++] = (byte) (group >> 8);
            out[n++] = (byte) group;
            if (i == length) {
                break;
            }
            if (text.at(i++) != ':' || i == length) {
                return null;
            }
            if (text.at(i) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = n;
                i++;
            }
        }
        if (gap < 0) {
            return n == 16 ? out : null;
        }
        if (n == 16) {
            return null;
        }
        System.arraycopy(out, gap, out, 16 - n + gap, n - gap);
        Arrays.fill(out, gap, 16 - n + gap, (byte) 0);
        return out;
    }
}
