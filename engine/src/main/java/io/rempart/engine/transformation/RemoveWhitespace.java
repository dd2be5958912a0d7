package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteMask;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Removes white space and the no-break space (byte A0).
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the value without them. ModSecurity 3 removes the byte C2 too, which begins a no-break space in UTF-8.
 *
 * <p>Example: {@code t:removeWhitespace}
 */
public final class RemoveWhitespace implements Transformation {
    private final ByteSet removed;
    private final byte[] kept = new byte[256]; // 1 or 0

    /** With the white space of the given engine. */
    public RemoveWhitespace(Compatibility compatibility) {
        ByteSet set = Space.SET.plus(Space.NO_BREAK);
        removed = compatibility == Compatibility.V3 ? set.plus(0xC2) : set;
        for (int b = 0; b < 256; b++) {
            kept[b] = (byte) (removed.contains(b) ? 0 : 1);
        }
    }

    @Override
    public String name() {
        return "removeWhitespace";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int first = value.offset();
        while (first < end && kept[in[first] & 0xFF] == 1) {
            first++;
        }
        if (first == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = first - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        for (int i = first + 1; i < end; i++) {
            // written always, kept or not: text has a space every few bytes, which no core foresees
            out[n] = in[i];
            n += kept[in[i] & 0xFF];
        }
        return ByteSlice.of(out, 0, n);
    }

    @Override
    public int fewestFor(int resultLength) {
        return resultLength;
    }

    @Override
    public ByteSet triggers() {
        return removed;
    }

    @Override
    public ByteMask bytesAfter(ByteMask before) {
        return before.without(removed);
    }

    @Override
    public ByteSet introduces() {
        return ByteSet.NONE;
    }
}
