package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Writes each byte as two hexadecimal digits in lower case.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value twice as long.
 *
 * <p>Example: {@code t:hexEncode} turns {@code AB} into {@code 4142}.
 */
public final class HexEncode implements Transformation {

    @Override
    public String name() {
        return "hexEncode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        if (value.isEmpty()) {
            return value;
        }
        byte[] in = value.array();
        byte[] out = new byte[Math.multiplyExact(value.length(), 2)];
        int n = 0;
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            out[n++] = Hex.digit(in[i] >> 4 & 15);
            out[n++] = Hex.digit(in[i] & 15);
        }
        return ByteSlice.of(out);
    }
}
