package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Removes comments: {@code /*} ... *&#47;, {@code <!-- ... -->}, and everything from -- or # on.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: the rest. The byte right after the end of a comment is taken as it is, even when it would begin another; a comment that
 * ends the value leaves a NUL byte, an open one a space (ModSecurity's ways, which rules rely on).
 *
 * <p>Example: {@code t:removeComments} turns <code>a/*b*&#47; c</code> into {@code a c}.
 */
public final class RemoveComments implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("*-#");

    @Override
    public String name() {
        return "removeComments";
    }

    @Override
    public ByteSlice apply(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        while (i < end && !begins(in, i, end)) {
            i++;
        }
        if (i == end) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int n = i - value.offset();
        System.arraycopy(in, value.offset(), out, 0, n);
        while (i < end) {
            if (!begins(in, i, end)) {
                out[n++] = in[i++];
                continue;
            }
            if (in[i] == '-' || in[i] == '#') {
                break;
            }
            i = afterComment(in, i + (in[i] == '/' ? 2 : 4), end);
            if (i > end) {
                out[n++] = ' ';
            } else {
                out[n++] = i < end ? in[i] : 0;
                i++;
            }
        }
        return ByteSlice.of(out, 0, n);
    }

    private static boolean begins(byte[] in, int i, int end) {
        return switch (in[i]) {
            case '#' -> true;
            case '/' -> i + 1 < end && in[i + 1] == '*';
            case '-' -> i + 1 < end && in[i + 1] == '-';
            case '<' -> i + 3 < end && in[i + 1] == '!' && in[i + 2] == '-' && in[i + 3] == '-';
            default -> false;
        };
    }

    /** Where a comment of either kind ends: both endings close both kinds; past {@code end} when it never does. */
    private static int afterComment(byte[] in, int from, int end) {
        for (int i = from; i < end; i++) {
            if (in[i] == '*' && i + 1 < end && in[i + 1] == '/') {
                return i + 2;
            }
            if (in[i] == '-' && i + 2 < end && in[i + 1] == '-' && in[i + 2] == '>') {
                return i + 3;
            }
        }
        return end + 1;
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
        return ByteSet.of("\0 ");
    }
}
