package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes the escape sequences of C: {@code \a \b \f \n \r \t \v \\ \? \' \"}, {@code \xHH} and octal.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer. Octal numbers count modulo 256. A backslash before any other byte vanishes, one at
 * the end stays.
 *
 * <p>Example: {@code t:escapeSeqDecode} turns {@code \x2fbin\057sh} into {@code /bin/sh}.
 */
public final class EscapeSeqDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("\\");

    @Override
    public String name() {
        return "escapeSeqDecode";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        while (i < end && in[i] != '\\') {
            i++;
        }
        if (i >= end - 1) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            if (in[i] != '\\' || i + 1 == end) {
                out[n++] = in[i++];
                continue;
            }
            byte kind = in[i + 1];
            if ((kind | 0x20) == 'x' && i + 3 < end && Hex.isDigit(in[i + 2]) && Hex.isDigit(in[i + 3])) {
                out[n++] = Hex.pair(in[i + 2], in[i + 3]);
                i += 4;
            } else if (Hex.isOctal(kind)) {
                int digits = Escapes.octalDigits(in, i + 1, end);
                out[n++] = (byte) Escapes.octal(in, i + 1, digits);
                i += 1 + digits;
            } else {
                out[n++] = Escapes.control(kind);
                i += 2;
            }
        }
        return ByteSlice.of(out, 0, n);
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
