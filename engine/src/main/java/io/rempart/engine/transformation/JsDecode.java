package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes the escapes of JavaScript strings: {@code \}uHHHH, {@code \xHH}, octal, {@code \n} and its like.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer. Of {@code \}uHHHH the low byte counts; full width FF01 to FF5E becomes ASCII. Three
 * octal digits above 377 are read as two. A backslash before any other byte vanishes, one at the end stays.
 *
 * <p>Example: {@code t:jsDecode} turns {@code \x41\102} into {@code AB}.
 */
public final class JsDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("\\");

    @Override
    public String name() {
        return "jsDecode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = ByteSearch.indexOf(in, value.offset(), end, '\\');
        if (i >= end - 1) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            int next = ByteSearch.indexOf(in, i, end, '\\');
            if (next > i) {
                System.arraycopy(in, i, out, n, next - i);
                n += next - i;
                i = next;
                continue;
            }
            if (i + 1 == end) {
                out[n++] = in[i++];
                continue;
            }
            byte kind = in[i + 1];
            if (kind == 'u' && i + 5 < end && areDigits(in, i + 2, 4)) {
                byte low = Hex.pair(in[i + 4], in[i + 5]);
                boolean fullWidth = Hex.pair(in[i + 2], in[i + 3]) == (byte) 0xFF && low > 0 && low < 0x5F;
                out[n++] = (byte) (fullWidth ? low + 0x20 : low);
                i += 6;
            } else if (kind == 'x' && i + 3 < end && areDigits(in, i + 2, 2)) {
                out[n++] = Hex.pair(in[i + 2], in[i + 3]);
                i += 4;
            } else if (Hex.isOctal(kind)) {
                int digits = Escapes.octalDigits(in, i + 1, end);
                if (digits == 3 && kind > '3') {
                    digits = 2;
                }
                out[n++] = (byte) Escapes.octal(in, i + 1, digits);
                i += 1 + digits;
            } else {
                out[n++] = Escapes.control(kind);
                i += 2;
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    private static boolean areDigits(byte[] in, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Hex.isDigit(in[i])) {
                return false;
            }
        }
        return true;
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
