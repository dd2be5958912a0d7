package io.rempart.events.read;

/**
 * Where in its bytes a record really stands: past NUL bytes of a hole, a byte order mark, blanks and line ends.
 *
 * @param mended whether a NUL byte or a byte order mark had to be passed
 */
record Frame(int from, int to, boolean mended) {
    static Frame of(byte[] bytes) {
        int from = 0;
        int to = bytes.length;
        boolean mended = false;
        while (to > 0 && (isBlank(bytes[to - 1]) || bytes[to - 1] == 0)) {
            mended |= bytes[--to] == 0;
        }
        while (from < to) {
            if (bytes[from] == 0) {
                mended = true;
                from++;
            } else if (isBlank(bytes[from])) {
                from++;
            } else if (isMark(bytes, from, to)) {
                mended = true;
                from += 3;
            } else {
                break;
            }
        }
        return new Frame(from, to, mended);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static boolean isMark(byte[] bytes, int at, int to) {
        return to - at >= 3 && bytes[at] == (byte) 0xEF && bytes[at + 1] == (byte) 0xBB && bytes[at + 2] == (byte) 0xBF;
    }
}
