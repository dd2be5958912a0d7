package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Removes empty segments and back and self references from a path.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer; references that lead out of a relative path stay.
 *
 * <p>Example: {@code t:normalizePath} turns {@code /a/./b/../c//d} into {@code /a/c/d}.
 */
public final class NormalizePath implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("/.");
    private final PathNormalization normalization;

    /** With the rules of the given engine. */
    public NormalizePath(Compatibility compatibility) {
        normalization = new PathNormalization(compatibility, false);
    }

    @Override
    public String name() {
        return "normalizePath";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        return normalization.apply(value);
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
        return ByteSet.of("/");
    }
}
