package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes %xx and turns + into a space; what is not two hexadecimal digits stays.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer.
 *
 * <p>Example: {@code t:urlDecode} turns {@code a%20b+c%zz} into {@code a b c%zz}.
 */
public final class UrlDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("%+");

    @Override
    public String name() {
        return "urlDecode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        while (i < end && in[i] != '+' && !isEncoded(in, i, end)) {
            i++;
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            if (isEncoded(in, i, end)) {
                out[n++] = Hex.pair(in[i + 1], in[i + 2]);
                i += 3;
            } else {
                out[n++] = in[i] == '+' ? (byte) ' ' : in[i];
                i++;
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    private static boolean isEncoded(byte[] in, int i, int end) {
        return in[i] == '%' && i + 2 < end && Hex.isDigit(in[i + 1]) && Hex.isDigit(in[i + 2]);
    }

    @Override
    public int fewestFor(int resultLength) {
        return resultLength;
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }
}
