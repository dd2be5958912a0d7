package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Processor URLENCODED: {@code application/x-www-form-urlencoded} bodies, and, by {@link #parse}, query strings.
 *
 * <p>Pairs are split at the separator, each at its first {@code =}; {@code +} is a space; {@code %} and two hexadecimal
 * digits are a byte (also NUL); any other {@code %} stays as it is and sets {@link BodyFlag#URLENCODED_ERROR}. Names may be
 * empty and may repeat; nothing is lower-cased. An empty pair between two separators is an argument without name and value,
 * one at the very end is none (as in ModSecurity).
 */
public final class UrlEncodedBody implements BodyProcessor {
    private final int separator;
    private final BodySink sink;
    private final GrowingBytes carry = new GrowingBytes();
    private long position;
    private int invalidEncodings;
    private boolean full;

    public UrlEncodedBody(BodyLimits limits, BodySink sink) {
        this.separator = limits.argumentSeparator();
        this.sink = sink;
    }

    /** Reads a query string at once. Reports the same as for a body: arguments, URLENCODED_ERROR, an error at the limit. */
    public static void parse(ByteSlice query, BodyLimits limits, BodySink sink) {
        UrlEncodedBody body = new UrlEncodedBody(limits, sink);
        body.write(query);
        body.end(false);
    }

    @Override
    public void write(ByteSlice chunk) {
        byte[] array = chunk.array();
        int end = chunk.end();
        int start = chunk.offset();
        for (int i = ByteSearch.indexOf(array, start, end, separator);
                i < end;
                i = ByteSearch.indexOf(array, i + 1, end, separator)) {
            if (carry.isEmpty()) {
                pair(array, start, i);
            } else {
                carry.add(array, start, i);
                carried();
            }
            position++;
            start = i + 1;
        }
        if (start < end) {
            carry.add(array, start, end);
        }
    }

    @Override
    public void end(boolean partial) {
        if (!carry.isEmpty()) {
            carried();
        }
        sink.flag(BodyFlag.URLENCODED_ERROR, invalidEncodings > 0 ? 1 : 0);
    }

    private void carried() {
        ByteSlice pair = carry.take();
        pair(pair.array(), pair.offset(), pair.end());
    }

    private void pair(byte[] array, int from, int to) {
        int equals = ByteSearch.indexOf(array, from, to, '=');
        ByteSlice name = decoded(array, from, equals);
        ByteSlice value = equals < to ? decoded(array, equals + 1, to) : ByteSlice.EMPTY;
        long nameOffset = position;
        long valueOffset = position + Math.min(equals + 1, to) - from;
        position += to - from;
        if (!full && !sink.argument(name, value, nameOffset, valueOffset)) {
            full = true;
            sink.error("SecArgumentsLimit exceeded");
        }
    }

    private ByteSlice decoded(byte[] array, int from, int to) {
        int coded = ByteSearch.indexOfEither(array, from, to, '%', '+');
        return coded == to ? ByteSlice.of(array, from, to - from) : decodedFrom(array, from, to, coded);
    }

    private ByteSlice decodedFrom(byte[] array, int from, int to, int firstCoded) {
        byte[] out = new byte[to - from];
        int length = firstCoded - from;
        System.arraycopy(array, from, out, 0, length);
        int i = firstCoded;
        while (i < to) {
            int percent = ByteSearch.copyBeforePercent(array, i, to, out, length);
            length += percent - i;
            i = percent;
            if (i < to) {
                int high = to - i > 2 ? hexDigit(array[i + 1]) : -1;
                int low = to - i > 2 ? hexDigit(array[i + 2]) : -1;
                boolean valid = (high | low) >= 0;
                invalidEncodings += valid ? 0 : 1;
                out[length++] = valid ? (byte) (high << 4 | low) : (byte) '%';
                i += valid ? 3 : 1;
            }
        }
        return ByteSlice.of(out, 0, length);
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(int b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
