package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes the escapes of CSS 2: a backslash and one to six hexadecimal digits, or a backslash and any byte.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer. Of a code the last two digits count; full width FF01 to FF5E (written with four
 * digits, or more with leading zeros) becomes ASCII; one white space after the digits is dropped; a backslash before a line
 * feed and one at the end vanish.
 *
 * <p>Example: {@code t:cssDecode} turns {@code ja\vasc\72 ipt} into {@code javascript}.
 */
public final class CssDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("\\");

    @Override
    public String name() {
        return "cssDecode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = ByteSearch.indexOf(in, value.offset(), end, '\\');
        if (i == end) {
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
            int digits = i + 1;
            i = digits;
            while (i < end && i < digits + 6 && Hex.isDigit(in[i])) {
                i++;
            }
            if (i > digits) {
                out[n++] = decode(in, digits, i);
                if (i < end && Space.is(in[i])) {
                    i++;
                }
            } else if (i < end) {
                if (in[i] != '\n') {
                    out[n++] = in[i];
                }
                i++;
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    private static byte decode(byte[] in, int from, int to) {
        if (to - from == 1) {
            return (byte) Hex.value(in[from]);
        }
        byte low = Hex.pair(in[to - 2], in[to - 1]);
        if (to - from < 4 || low <= 0 || low >= 0x5F) {
            return low;
        }
        for (int i = from; i < to - 4; i++) {
            if (in[i] != '0') {
                return low;
            }
        }
        boolean fullWidth = Hex.pair(in[to - 4], in[to - 3]) == (byte) 0xFF;
        return (byte) (fullWidth ? low + 0x20 : low);
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
