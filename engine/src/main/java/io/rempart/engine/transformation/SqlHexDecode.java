package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes hexadecimal literals of SQL: 0x and the pairs of digits after it become bytes.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer; 0x without a pair of digits stays.
 *
 * <p>Example: {@code t:sqlHexDecode} turns {@code 0x414243} into {@code ABC}.
 */
public final class SqlHexDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("xX");

    @Override
    public String name() {
        return "sqlHexDecode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        while (i < end && !isLiteral(in, i, end)) {
            i++;
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            if (isLiteral(in, i, end)) {
                i += 2;
                while (i + 1 < end && Hex.isDigit(in[i]) && Hex.isDigit(in[i + 1])) {
                    out[n++] = Hex.pair(in[i], in[i + 1]);
                    i += 2;
                }
            } else {
                out[n++] = in[i++];
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    private static boolean isLiteral(byte[] in, int i, int end) {
        return in[i] == '0'
                && i + 3 < end
                && (in[i + 1] | 0x20) == 'x'
                && Hex.isDigit(in[i + 2])
                && Hex.isDigit(in[i + 3]);
    }

    @Override
    public int fewestFor(int resultLength) {
        return resultLength;
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }
}
