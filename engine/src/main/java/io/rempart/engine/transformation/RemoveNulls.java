package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteMask;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Removes all NUL bytes.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the value without them.
 *
 * <p>Example: {@code t:removeNulls}
 */
public final class RemoveNulls implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.NONE.plus(0);

    @Override
    public String name() {
        return "removeNulls";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int first = value.offset();
        while (first < end && in[first] != 0) {
            first++;
        }
        if (first == end) {
            return value;
        }
        byte[] out = new byte[value.length() - 1];
        int n = first - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        for (int i = first + 1; i < end; i++) {
            if (in[i] != 0) {
                out[n++] = in[i];
            }
        }
        return ByteSlice.of(out, 0, n);
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
    public ByteMask bytesAfter(ByteMask before) {
        return before.without(TRIGGERS);
    }

    @Override
    public ByteSet introduces() {
        return ByteSet.NONE;
    }
}
