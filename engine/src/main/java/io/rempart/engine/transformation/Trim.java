package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Removes white space at both ends.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a view of the rest; nothing is copied.
 *
 * <p>Example: {@code t:trim}
 */
public final class Trim implements Transformation {

    @Override
    public String name() {
        return "trim";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int from = value.offset();
        int to = value.end();
        while (from < to && Space.is(in[from])) {
            from++;
        }
        while (to > from && Space.is(in[to - 1])) {
            to--;
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
