package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Reads pairs of hexadecimal digits as bytes.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: half as many bytes; an odd last digit is dropped. ModSecurity does arithmetic on what is no digit, and so does this;
 * Coraza leaves a value alone that is not hexadecimal throughout.
 *
 * <p>Example: {@code t:hexDecode} turns {@code 4142} into {@code AB}.
 */
public final class HexDecode implements Transformation {
    private static final ByteSet DIGITS =
            ByteSet.range('0', '9').or(ByteSet.range('A', 'F')).or(ByteSet.range('a', 'f'));

    private final boolean strict;

    /** As lenient as the given engine. */
    public HexDecode(Compatibility compatibility) {
        strict = compatibility == Compatibility.CORAZA;
    }

    @Override
    public String name() {
        return "hexDecode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        if (value.isEmpty() || strict && !isHexadecimal(value)) {
            return value;
        }
        byte[] in = value.array();
        byte[] out = new byte[value.length() / 2];
        int i = value.offset();
        for (int n = 0; n < out.length; n++, i += 2) {
            out[n] = (byte) (16 * digit(in[i] & 0xFF) + digit(in[i + 1] & 0xFF));
        }
        return ByteSlice.of(out);
    }

    private static int digit(int b) {
        return b >= 'A' ? (b & 0xDF) - 'A' + 10 : b - '0';
    }

    private static boolean isHexadecimal(ByteSlice value) {
        for (int i = 0; i < value.length(); i++) {
            if (!Hex.isDigit((byte) value.at(i))) {
                return false;
            }
        }
        return value.length() % 2 == 0;
    }

    @Override
    public ByteSet triggers() {
        return strict ? DIGITS : ByteSet.ALL;
    }
}
