package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Replaces each NUL byte by a space.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value of the same length.
 *
 * <p>Example: {@code t:replaceNulls}
 */
public final class ReplaceNulls implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.NONE.plus(0);

    @Override
    public String name() {
        return "replaceNulls";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            if (in[i] == 0) {
                byte[] out = value.toArray();
                for (int j = i - value.offset(); j < out.length; j++) {
                    if (out[j] == 0) {
                        out[j] = ' ';
                    }
                }
                return ByteSlice.of(out);
            }
        }
        return value;
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
        return ByteSet.of(" ");
    }
}
