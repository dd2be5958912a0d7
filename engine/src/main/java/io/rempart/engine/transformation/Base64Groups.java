package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;

/** Collects six bits at a time into bytes. */
final class Base64Groups {
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < 64; i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
    }

    private final byte[] out;
    private int length;
    private int bits;
    private int pending;

    /** For a text of at most {@code textLength} bytes. */
    Base64Groups(int textLength) {
        out = new byte[textLength / 4 * 3 + 3];
    }

    /** The six bits a byte of the text stands for, or -1. */
    static int valueOf(byte b) {
        return VALUES[b & 0xFF];
    }

    void add(int sixBits) {
        bits = bits << 6 | sixBits;
        if (++pending == 4) {
            out[length++] = (byte) (bits >> 16);
            out[length++] = (byte) (bits >> 8);
            out[length++] = (byte) bits;
            pending = 0;
            bits = 0;
        }
    }

    /** How many digits of the last group there are, 0 to 3. */
    int pending() {
        return pending;
    }

    /** What the complete groups give. */
    ByteSlice finishWhole() {
        return ByteSlice.of(out, 0, length);
    }

    /** Also the bytes that an incomplete last group determines. */
    ByteSlice finishPartly() {
        if (pending >= 2) {
            int left = bits << 6 * (4 - pending);
            out[length++] = (byte) (left >> 16);
            if (pending == 3) {
                out[length++] = (byte) (left >> 8);
            }
        }
        return ByteSlice.of(out, 0, length);
    }
}
