package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteMask;
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

    private static final ByteSet REMOVED_BYTES = ByteSet.of("\"'\\^");

    /** What a byte becomes, and above its eight bits what is done with it. */
    private static final char[] STEPS = new char[256];

    private static final int SPACE = 1;
    private static final int TIGHT = 2;
    private static final int REMOVED = 4;

    static {
        for (int b = 0; b < 256; b++) {
            STEPS[b] = (char) (b >= 'A' && b <= 'Z' ? b + 32 : b);
        }
        for (byte b : new byte[] {'"', '\'', '\\', '^'}) {
            STEPS[b] = REMOVED << 8;
        }
        for (byte b : new byte[] {' ', ',', ';', '\t', '\r', '\n'}) {
            STEPS[b] = SPACE << 8 | ' ';
        }
        for (byte b : new byte[] {'/', '('}) {
            STEPS[b] |= TIGHT << 8;
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
        while (i < end && (STEPS[in[i] & 0xFF] & ~(TIGHT << 8)) == (in[i] & 0xFF)) {
            i++;
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        int before = 0;
        // only what is removed is a branch: text has a space every few bytes, which no core foresees
        for (; i < end; i++) {
            int step = STEPS[in[i] & 0xFF];
            int action = step >>> 8;
            if (action == REMOVED) {
                continue;
            }
            int back = action >>> 1 & before; // a space before it is taken back
            out[n - back] = (byte) step;
            n += 1 - back - (action & before & SPACE);
            before = action;
        }
        // each step keeps the length only if it keeps the byte or replaces it by another
        boolean same = n == value.length() && Arrays.equals(in, value.offset(), end, out, 0, n);
        return same ? value : ByteSlice.of(out, 0, n);
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
    public ByteMask bytesAfter(ByteMask before) {
        return before.without(REMOVED_BYTES).lowered().or(ByteSet.of(" "));
    }

    @Override
    public ByteSet introduces() {
        return ByteSet.of(" ");
    }
}
