package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Changes nothing; in a rule it also takes away the transformations it inherited.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the value.
 *
 * <p>Example: {@code t:none}
 */
public final class None implements Transformation {

    @Override
    public String name() {
        return "none";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        return value;
    }

    @Override
    public ByteSet triggers() {
        return ByteSet.NONE;
    }

    @Override
    public ByteSet introduces() {
        return ByteSet.NONE;
    }
}
