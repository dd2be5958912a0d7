package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Turns the ASCII letters A to Z into a to z; other bytes stay.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value of the same length.
 *
 * <p>Example: {@code t:lowercase}
 */
public final class Lowercase implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.range('A', 'Z');

    @Override
    public String name() {
        return "lowercase";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        for (int i = value.offset(); i < end; i++) {
            if (in[i] >= 'A' && in[i] <= 'Z') {
                return change(value, i - value.offset());
            }
        }
        return value;
    }

    private static ByteSlice change(ByteSlice value, int first) {
        byte[] out = value.toArray();
        ByteSearch.lower(out, first, out.length);
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
