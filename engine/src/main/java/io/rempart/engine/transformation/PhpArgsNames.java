package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Turns the name of a parameter into what PHP makes of it: spaces and dots become underscores, an array's
 * brackets stay, what follows them is dropped.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer; empty when the name begins with {@code [} or {@code =}.
 *
 * <p>Example: {@code t:phpArgsNames} turns {@code a b.c} into {@code a_b_c}.
 */
public final class PhpArgsNames implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of(" .[=");

    @Override
    public String name() {
        return "phpArgsNames";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        if (value.isEmpty()) {
            return value;
        }
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        if (in[i] == '[' || in[i] == '=') {
            return ByteSlice.EMPTY;
        }
        while (i < end && in[i] == ' ') {
            i++;
        }
        int lastClosing = end - 1;
        while (lastClosing >= i && in[lastClosing] != ']') {
            lastClosing--;
        }
        byte[] out = new byte[value.length()];
        int n = 0;
        boolean afterOpenBracket = false;
        while (i < end) {
            byte b = in[i];
            if (b == '[' && !afterOpenBracket) {
                if (i < lastClosing) {
                    n = copyIndices(in, i, end, out, n);
                    break;
                }
                afterOpenBracket = true;
                b = '_';
            } else if (!afterOpenBracket && (b == ' ' || b == '.')) {
                b = '_';
            }
            out[n++] = b;
            i++;
        }
        ByteSlice result = ByteSlice.of(out, 0, n);
        return result.equals(value) ? value : result;
    }

    /** Copies {@code [a][b]...} as long as one bracket follows the other; {@code [ ]} is {@code []}. */
    private static int copyIndices(byte[] in, int from, int end, byte[] out, int length) {
        int n = length;
        int i = from;
        while (i < end && in[i] == '[') {
            int closing = i;
            while (closing < end && in[closing] != ']') {
                closing++;
            }
            if (closing == end) {
                break;
            }
            if (closing - i == 2 && in[i + 1] == ' ') {
                out[n++] = '[';
                out[n++] = ']';
            } else {
                System.arraycopy(in, i, out, n, closing + 1 - i);
                n += closing + 1 - i;
            }
            i = closing + 1;
        }
        return n;
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }
}
