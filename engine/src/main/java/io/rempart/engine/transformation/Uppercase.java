package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Turns the ASCII letters a to z into A to Z; other bytes stay.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value of the same length.
 *
 * <p>Example: {@code t:uppercase}
 */
public final class Uppercase implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.range('a', 'z');

    @Override
    public String name() {
        return "uppercase";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        for (int i = value.offset(); i < end; i++) {
            if (in[i] >= 'a' && in[i] <= 'z') {
                return change(value, i - value.offset());
            }
        }
        return value;
    }

    private static ByteSlice change(ByteSlice value, int first) {
        byte[] out = value.toArray();
        for (int i = first; i < out.length; i++) {
            byte b = out[i];
            if (b >= 'a' && b <= 'z') {
                out[i] = (byte) (b - 32);
            }
        }
        return ByteSlice.of(out);
    }

    @Override
    public int fewestFor(int resultLength) {
        return resultLength;
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public ByteSet introduces() {
        return ByteSet.NONE;
    }
}
