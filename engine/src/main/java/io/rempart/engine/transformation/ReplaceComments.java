package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Replaces each comment {@code /*} ... *&#47; by one space, also one that never ends.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer; a closing mark without an opening one stays.
 *
 * <p>Example: {@code t:replaceComments} turns <code>a/*b*&#47;c</code> into {@code a c}.
 */
public final class ReplaceComments implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("*");

    @Override
    public String name() {
        return "replaceComments";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = begin(in, value.offset(), value.offset(), end);
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            int next = begin(in, i, i, end);
            System.arraycopy(in, i, out, n, next - i);
            n += next - i;
            i = next;
            if (i < end) {
                i += 2;
                while (i < end && !is(in, i, end, '*', '/')) {
                    i++;
                }
                i += 2;
                out[n++] = ' ';
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    /** Where the next comment begins at or after {@code from}, or {@code end}. */
    private static int begin(byte[] in, int from, int lowest, int end) {
        int star = ByteSearch.indexOf(in, from, end, '*');
        while (star < end && (star == lowest || in[star - 1] != '/')) {
            star = ByteSearch.indexOf(in, star + 1, end, '*');
        }
        return star < end ? star - 1 : end;
    }

    private static boolean is(byte[] in, int i, int end, char first, char second) {
        return in[i] == first && i + 1 < end && in[i + 1] == second;
    }

    @Override
    public int fewestFor(int resultLength) {
        return resultLength;
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public ByteSet introduces() {
        return ByteSet.of(" ");
    }
}
