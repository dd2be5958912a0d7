package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Decodes %xx, %uXXXX of IIS and + (a space).
 *
 * <p>Arguments: none; SecUnicodeMapFile names the table by which %uXXXX becomes a byte.
 *
 * <p>Returns: a value that is not longer. A code without an entry in the table becomes its low byte; full width FF01 to FF5E becomes
 * the ASCII character it looks like. What is malformed stays.
 *
 * <p>Example: {@code t:urlDecodeUni} turns {@code %u0027+%41} into {@code ' A}.
 */
public final class UrlDecodeUni implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("%+");

    private final UnicodeMapping mapping;

    /** With the table of SecUnicodeMapFile, or {@link UnicodeMapping#NONE}. */
    public UrlDecodeUni(UnicodeMapping mapping) {
        this.mapping = mapping;
    }

    @Override
    public String name() {
        return "urlDecodeUni";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = ByteSearch.indexOfEither(in, value.offset(), end, '%', '+');
        while (i < end && in[i] != '+' && encodedLength(in, i, end) == 0) {
            i = ByteSearch.indexOfEither(in, i + 1, end, '%', '+');
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            int next = ByteSearch.copyBeforePercent(in, i, end, out, n);
            n += next - i;
            i = next;
            if (i == end) {
                break;
            }
            int length = encodedLength(in, i, end);
            if (length == 3) {
                out[n++] = Hex.pair(in[i + 1], in[i + 2]);
            } else if (length == 6) {
                out[n++] = decode(Hex.pair(in[i + 2], in[i + 3]) & 0xFF, Hex.pair(in[i + 4], in[i + 5]) & 0xFF);
            } else {
                out[n++] = '%';
                length = 1;
            }
            i += length;
        }
        return ByteSlice.of(out, 0, n);
    }

    /** 6 for %uXXXX, 3 for %xx, 0 for anything else. */
    private static int encodedLength(byte[] in, int i, int end) {
        if (in[i] != '%' || i + 2 >= end) {
            return 0;
        }
        if ((in[i + 1] | 0x20) == 'u') {
            boolean complete = i + 5 < end
                    && Hex.isDigit(in[i + 2])
                    && Hex.isDigit(in[i + 3])
                    && Hex.isDigit(in[i + 4])
                    && Hex.isDigit(in[i + 5]);
            return complete ? 6 : 0;
        }
        return Hex.isDigit(in[i + 1]) && Hex.isDigit(in[i + 2]) ? 3 : 0;
    }

    private byte decode(int high, int low) {
        int mapped = mapping.byteFor(high << 8 | low);
        if (mapped >= 0) {
            return (byte) mapped;
        }
        return (byte) (high == 0xFF && low > 0 && low < 0x5F ? low + 0x20 : low);
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
