package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Encodes every byte but A-Z, a-z, 0-9 and * as %xx in lower case, and a space as +.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value up to three times as long.
 *
 * <p>Example: {@code t:urlEncode} turns {@code a b'} into {@code a+b%27}.
 */
public final class UrlEncode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("*")
            .or(ByteSet.range('0', '9'))
            .or(ByteSet.range('A', 'Z'))
            .or(ByteSet.range('a', 'z'))
            .complement();

    @Override
    public String name() {
        return "urlEncode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int escaped = 0;
        boolean changes = false;
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            if (TRIGGERS.contains(in[i] & 0xFF)) {
                changes = true;
                if (in[i] != ' ') {
                    escaped++;
                }
            }
        }
        if (!changes) {
            return value;
        }
        byte[] out = new byte[Math.addExact(value.length(), 2 * escaped)];
        int n = 0;
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            byte b = in[i];
            if (!TRIGGERS.contains(b & 0xFF)) {
                out[n++] = b;
            } else if (b == ' ') {
                out[n++] = '+';
            } else {
                out[n++] = '%';
                out[n++] = Hex.digit(b >> 4 & 15);
                out[n++] = Hex.digit(b & 15);
            }
        }
        return ByteSlice.of(out);
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }
}
