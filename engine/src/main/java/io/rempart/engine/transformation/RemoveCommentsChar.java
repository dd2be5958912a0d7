package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Removes the marks of comments and keeps what is in them: /*, *&#47;, {@code <!--}, {@code -->}, --, #.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: a value that is not longer.
 *
 * <p>Example: {@code t:removeCommentsChar} turns <code>a/*b*&#47;c</code> into {@code abc}.
 */
public final class RemoveCommentsChar implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("*-#");

    private static final boolean[] MAY_BEGIN = new boolean[256];

    static {
        for (byte b : new byte[] {'#', '/', '*', '<', '-'}) {
            MAY_BEGIN[b] = true;
        }
    }

    @Override
    public String name() {
        return "removeCommentsChar";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        while (i < end && (!MAY_BEGIN[in[i] & 0xFF] || markLength(in, i, end) == 0)) {
            i++;
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            int mark = MAY_BEGIN[in[i] & 0xFF] ? markLength(in, i, end) : 0;
            if (mark == 0) {
                out[n++] = in[i++];
            } else {
                i += mark;
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    private static int markLength(byte[] in, int i, int end) {
        int next = i + 1 < end ? in[i + 1] : -1;
        return switch (in[i]) {
            case '#' -> 1;
            case '/' -> next == '*' ? 2 : 0;
            case '*' -> next == '/' ? 2 : 0;
            case '<' -> next == '!' && i + 3 < end && in[i + 2] == '-' && in[i + 3] == '-' ? 4 : 0;
            case '-' -> next != '-' ? 0 : i + 2 < end && in[i + 2] == '>' ? 3 : 2;
            default -> 0;
        };
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
        return ByteSet.NONE;
    }
}
