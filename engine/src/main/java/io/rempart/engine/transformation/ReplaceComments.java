package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Replaces each comment {@code /*} ... *&#47; by one space, also one that never ends.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer; a closing mark without an opening one stays.
 *
 * <p>Example: {@code t:replaceComments} turns <code>a/*b*&#47;c</code> into {@code a c}.
 */
public final class ReplaceComments implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("*");

    @Override
    public String name() {
        return "replaceComments";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        while (i < end && !is(in, i, end, '/', '*')) {
            i++;
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            if (is(in, i, end, '/', '*')) {
                i += 2;
                while (i < end && !is(in, i, end, '*', '/')) {
                    i++;
                }
                i += 2;
                out[n++] = ' ';
            } else {
                out[n++] = in[i++];
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    private static boolean is(byte[] in, int i, int end, char first, char second) {
        return in[i] == first && i + 1 < end && in[i + 1] == second;
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }
}
