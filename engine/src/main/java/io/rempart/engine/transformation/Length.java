package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Counts the bytes.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the count in decimal.
 *
 * <p>Example: {@code SecRule ARGS "@gt 100" "id:1,t:length"}
 */
public final class Length implements Transformation {

    @Override
    public String name() {
        return "length";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        ByteSlice length = ByteSlice.latin1(Integer.toString(value.length()));
        return length.equals(value) ? value : length;
    }

    @Override
    public boolean changesEmpty() {
        return true;
    }
}
