package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

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

    /** What is taken over whatever precedes it. */
    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int b = 0; b < 256; b++) {
            PLAIN[b] = !TRIGGERS.contains(b) && b != '/' && b != '(';
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
        boolean changed = false;
        boolean afterSpace = false;
        for (; i < end; i++) {
            byte b = in[i];
            if (PLAIN[b & 0xFF]) {
                out[n++] = b;
                afterSpace = false;
                continue;
            }
            switch (b) {
                case '"', '\'', '\\', '^' -> changed = true;
                case ' ', ',', ';', '\t', '\r', '\n' -> {
                    changed |= afterSpace || b != ' ';
                    if (!afterSpace) {
                        out[n++] = ' ';
                        afterSpace = true;
                    }
                }
                case '/', '(' -> {
                    changed |= afterSpace;
                    if (afterSpace) {
                        n--;
                    }
                    out[n++] = b;
                    afterSpace = false;
                }
                default -> {
                    boolean upper = b >= 'A' && b <= 'Z';
                    changed |= upper;
                    out[n++] = (byte) (upper ? b + 32 : b);
                    afterSpace = false;
                }
            }
        }
        return changed ? ByteSlice.of(out, 0, n) : value;
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
