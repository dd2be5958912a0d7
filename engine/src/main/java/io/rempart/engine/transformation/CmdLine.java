package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;

/**
 * Description: Evens out what shells ignore in a command line.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer: without {@code \} " ' ^, without spaces before / and (, with comma, semicolon and white space as single
 * spaces, in lower case.
 *
 * <p>Example: {@code t:cmdLine} turns {@code C^OMMAND /C DIR} into {@code command/c dir}.
 */
public final class CmdLine implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("\"'\\^ ,;\t\r\n").or(ByteSet.range('A', 'Z'));

    /** What a byte becomes, and what is done with it. */
    private static final byte[] WRITTEN = new byte[256];

    private static final byte[] ACTION = new byte[256];
    private static final int REMOVED = 1;
    private static final int SPACE = 2;
    private static final int TIGHT = 4;

    static {
        for (int b = 0; b < 256; b++) {
            WRITTEN[b] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
        }
        for (byte b : new byte[] {'"', '\'', '\\', '^'}) {
            ACTION[b] = REMOVED;
        }
        for (byte b : new byte[] {' ', ',', ';', '\t', '\r', '\n'}) {
            ACTION[b] = SPACE;
            WRITTEN[b] = ' ';
        }
        for (byte b : new byte[] {'/', '('}) {
            ACTION[b] = TIGHT;
        }
    }

    @Override
    public String name() {
        return "cmdLine";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        while (i < end && !TRIGGERS.contains(in[i] & 0xFF)) {
            i++;
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        int afterSpace = 0;
        // no branch depends on the bytes: text has a space every few of them, which no core foresees
        for (; i < end; i++) {
            int b = in[i] & 0xFF;
            int action = ACTION[b];
            int removed = action & REMOVED;
            int space = action >>> 1 & 1;
            int back = action >>> 2 & afterSpace;
            out[n - back] = WRITTEN[b];
            n += 1 - back - removed - (space & afterSpace);
            afterSpace = space | removed & afterSpace;
        }
        // each step keeps the length only if it keeps the byte or replaces it by another
        boolean same = n == value.length() && Arrays.equals(in, value.offset(), end, out, 0, n);
        return same ? value : ByteSlice.of(out, 0, n);
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
