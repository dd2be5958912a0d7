package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Removes white space at the beginning.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a view of the rest; nothing is copied.
 *
 * <p>Example: {@code t:trimLeft}
 */
public final class TrimLeft implements Transformation {

    @Override
    public String name() {
        return "trimLeft";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int from = value.offset();
        int to = value.end();
        while (from < to && Space.is(in[from])) {
            from++;
        }
        return value.slice(from - value.offset(), to - value.offset());
    }

    @Override
    public int fewestFor(int resultLength) {
        return resultLength;
    }

    @Override
    public ByteSet triggers() {
        return Space.SET;
    }

    @Override
    public ByteSet introduces() {
        return ByteSet.NONE;
    }
}
