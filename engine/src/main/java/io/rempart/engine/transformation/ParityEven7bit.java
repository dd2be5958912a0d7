package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Sets the high bit of each byte where its eight bits hold an odd number of ones, else clears it.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value of the same length.
 *
 * <p>Example: {@code t:parityEven7bit}
 */
public final class ParityEven7bit implements Transformation {
    private static final ByteSet TRIGGERS = triggerSet();

    @Override
    public String name() {
        return "parityEven7bit";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            if (in[i] != wanted(in[i])) {
                byte[] out = value.toArray();
                for (int j = i - value.offset(); j < out.length; j++) {
                    out[j] = wanted(out[j]);
                }
                return ByteSlice.of(out);
            }
        }
        return value;
    }

    private static byte wanted(byte b) {
        return (byte) ((Integer.bitCount(b & 0xFF) & 1) == 1 ? b | 0x80 : b & 0x7F);
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    private static ByteSet triggerSet() {
        ByteSet set = ByteSet.NONE;
        for (int b = 0; b < 256; b++) {
            if (wanted((byte) b) != (byte) b) {
                set = set.plus(b);
            }
        }
        return set;
    }
}
