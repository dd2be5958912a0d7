package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteMask;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Replaces each run of white space by one space.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer. The no-break space (byte A0) counts as white space, except in ModSecurity 3.
 *
 * <p>Example: {@code t:compressWhitespace}
 */
public final class CompressWhitespace implements Transformation {
    private final boolean noBreak;

    /** With the white space of the given engine. */
    public CompressWhitespace(Compatibility compatibility) {
        noBreak = compatibility != Compatibility.V3;
    }

    @Override
    public String name() {
        return "compressWhitespace";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        boolean afterSpace = false;
        for (int i = value.offset(); i < end; i++) {
            boolean space = isSpace(in[i]);
            if (space && (afterSpace || in[i] != ' ')) {
                return compress(value, i);
            }
            afterSpace = space;
        }
        return value;
    }

    /** Everything before {@code first} stays as it is. */
    private ByteSlice compress(ByteSlice value, int first) {
        byte[] in = value.array();
        byte[] out = new byte[value.length()];
        int n = first - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        boolean afterSpace = n > 0 && out[n - 1] == ' ';
        for (int i = first, end = value.end(); i < end; i++) {
            if (!isSpace(in[i])) {
                out[n++] = in[i];
                afterSpace = false;
            } else if (!afterSpace) {
                out[n++] = ' ';
                afterSpace = true;
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    private boolean isSpace(byte b) {
        return Space.is(b) || noBreak && b == (byte) Space.NO_BREAK;
    }

    @Override
    public int fewestFor(int resultLength) {
        return resultLength;
    }

    @Override
    public ByteSet triggers() {
        return noBreak ? Space.SET.plus(Space.NO_BREAK) : Space.SET;
    }

    @Override
    public ByteMask bytesAfter(ByteMask before) {
        return before.without(triggers()).or(ByteSet.of(" "));
    }

    @Override
    public ByteSet introduces() {
        return ByteSet.of(" ");
    }
}
