package io.rempart.engine.transformation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSlice;

/**
 * The work of normalizePath and normalizePathWin.
 *
 * <p>The value is read segment by segment. Empty segments and {@code .} are dropped; {@code ..} takes the segment before it
 * away. As in ModSecurity, a longer segment that ends in two dots only takes itself away; a relative path keeps the {@code ..}
 * that lead out of it; a path that does not end in a slash never gets one, so that {@code /a/..} becomes empty. Coraza has the
 * plain rules instead: only {@code ..} itself goes back, and the root stays.
 */
final class PathNormalization {
    private final boolean plain;
    private final boolean backslashSeparates;

    PathNormalization(Compatibility compatibility, boolean backslashSeparates) {
        plain = compatibility == Compatibility.CORAZA;
        this.backslashSeparates = backslashSeparates;
    }

    ByteSlice apply(ByteSlice value) {
        if (!mayChange(value)) {
            return value;
        }
        byte[] out = new byte[value.length()];
        int length = normalize(value, out);
        ByteSlice result = ByteSlice.of(out, 0, length);
        return result.equals(value) ? value : result;
    }

    /** Only two slashes in a row, a backslash, a segment that is a dot, or one that ends in two can be changed. */
    private boolean mayChange(ByteSlice value) {
        byte[] in = value.array();
        int end = value.end();
        int begin = value.offset();
        for (int i = separator(in, begin, end); i < end; i = separator(in, i + 1, end)) {
            if (in[i] == '\\' || i + 1 < end && in[i + 1] == '/' || endsInDotOrTwo(in, begin, i)) {
                return true;
            }
        }
        return endsInDotOrTwo(in, begin, end);
    }

    private int separator(byte[] in, int from, int end) {
        return backslashSeparates
                ? ByteSearch.indexOfEither(in, from, end, '/', '\\')
                : ByteSearch.indexOf(in, from, end, '/');
    }

    /** Whether the segment before {@code end} is a dot, or ends in two. */
    private boolean endsInDotOrTwo(byte[] in, int begin, int end) {
        return end > begin
                && in[end - 1] == '.'
                && (end - 1 == begin || in[end - 2] == '.' || isSeparator(in[end - 2]));
    }

    private boolean isSeparator(byte b) {
        return b == '/' || backslashSeparates && b == '\\';
    }

    private int normalize(ByteSlice value, byte[] out) {
        byte[] in = value.array();
        int end = value.end();
        int i = value.offset();
        boolean absolute = isSeparator(in[i]);
        boolean trailing = isSeparator(in[end - 1]);
        boolean atRoot = false;
        int n = 0;
        if (absolute) {
            out[n++] = '/';
        }
        while (true) {
            while (i < end && isSeparator(in[i])) {
                i++;
            }
            if (i == end) {
                break;
            }
            int from = i;
            while (i < end && !isSeparator(in[i])) {
                i++;
            }
            int length = i - from;
            if (length == 1 && in[from] == '.') {
                continue;
            }
            boolean back = length >= 2 && in[i - 1] == '.' && in[i - 2] == '.' && (length == 2 || !plain);
            if (back && plain) {
                int parent = parent(out, n, absolute);
                if (parent >= 0) {
                    n = parent;
                    continue;
                }
                if (absolute) {
                    continue;
                }
            } else if (back && (absolute || !atRoot && n + length > 3)) {
                System.arraycopy(in, from, out, n, length);
                n = Math.max(0, n + length - 4);
                while (n > 0 && out[n] != '/') {
                    n--;
                }
                atRoot |= n == 0;
                if (i < end && (absolute || n > 0)) {
                    out[n++] = '/';
                }
                continue;
            } else if (back) {
                atRoot = true;
            } else if (in[i - 1] != '.' && n + length > 1) {
                atRoot = false;
            }
            System.arraycopy(in, from, out, n, length);
            n += length;
            if (i < end) {
                out[n++] = '/';
            }
        }
        boolean root = n == 1 && absolute;
        return !trailing && n > 0 && out[n - 1] == '/' && !(plain && root) ? n - 1 : n;
    }

    /** Where the last segment of {@code out} begins, or -1 when there is none that {@code ..} could take away. */
    private static int parent(byte[] out, int n, boolean absolute) {
        int slash = n - 2;
        while (slash >= 0 && out[slash] != '/') {
            slash--;
        }
        int from = slash + 1;
        boolean none = n <= (absolute ? 1 : 0) || n - from == 3 && out[from] == '.' && out[from + 1] == '.';
        return none ? -1 : from;
    }
}
