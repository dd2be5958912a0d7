package io.rempart.events.read;

/**
 * Gathers one line. A string of JSON that is longer than the field limit is cut while it streams by; so is the array of chunks
 * that ModSecurity 2 makes of a request body, taken as one field. For one thread.
 *
 * <p>The state (inside a string or not) survives damage: where a cut record is followed by another on the same line, the opening
 * {@code {"transaction"} of the second sets it right, for inside a string its quotes would be escaped. Of a line that stays
 * longer than the record limit only the head and a mark are kept.
 */
final class LineAssembler {
    /** Longest look ahead: {@code transaction"} after a closing quote, an escape. */
    static final int LOOK_AHEAD = 16;

    private static final String BUILT_WITHOUT_JSON = "{\"error\":\"ModSecurity";

    private final FieldLimits limits;
    private final FieldCutter string;
    private final GrowingBytes out = new GrowingBytes();
    private boolean inString;
    private boolean inBody;
    private boolean tooLong;
    private boolean endsAtBrace;
    private byte lastOfString;
    private long taken;

    LineAssembler(FieldLimits limits) {
        this.limits = limits;
        this.string = new FieldCutter(limits.fieldBytes());
    }

    void begin(byte[] bytes, int from, int to) {
        out.clear();
        inString = false;
        inBody = false;
        tooLong = false;
        taken = 0;
        endsAtBrace = isBuiltWithoutJson(bytes, from, to);
    }

    /** Whether the line is one of those that end with their object. */
    static boolean isBuiltWithoutJson(byte[] bytes, int from, int to) {
        return Texts.startsWithAt(bytes, BUILT_WITHOUT_JSON, from, to);
    }

    /** How many bytes {@link #begin} must see, or the line end. */
    static int beginningLength() {
        return BUILT_WITHOUT_JSON.length();
    }

    /** Puts a byte before the line (what is left of a hole of NUL bytes). */
    void prefix(byte b) {
        out.add(b);
        taken++;
    }

    /** The line so far. */
    GrowingBytes text() {
        return out;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** The line ends here. */
    byte[] finish() {
        if (tooLong) {
            byte[] mark = FieldCut.mark(taken - out.length());
            out.add(mark, 0, mark.length);
        } else {
            string.finish(out);
        }
        return out.copy();
    }

    /** Whether the line ends with an object, not with a line feed: records of {@code {"error":...}} come without one. */
    boolean endsAtBrace() {
        return endsAtBrace && !inString && out.length() > 0 && out.at(out.length() - 1) == '}';
    }

    /**
     * Takes bytes up to the line feed or NUL byte that ends the line, which it leaves. Returns where it stopped; less than
     * {@code to} without an end of line there means that more bytes are needed to go on.
     */
    int take(byte[] b, int from, int to, boolean last) {
        int stop = takeRuns(b, from, to, last);
        taken += stop - from;
        return stop;
    }

    private int takeRuns(byte[] b, int from, int to, boolean last) {
        int at = from;
        while (at < to) {
            if (tooLong) {
                return endOfLine(b, at, to);
            }
            int next = inString ? inside(b, at, to, last) : outside(b, at, to);
            if (out.length() > limits.recordBytes()) {
                out.cutTo(limits.fieldBytes());
                tooLong = true;
            }
            if (next < 0) {
                return -next - 1;
            }
            at = next;
        }
        return at;
    }

    private static int endOfLine(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] != '\n' && b[i] != 0) {
            i++;
        }
        return i;
    }

    /** Returns where to go on, or {@code -stop-1} where the line ends. */
    private int outside(byte[] b, int from, int to) {
        int i = from;
        boolean closes = inBody;
        boolean braces = endsAtBrace;
        byte c = 0;
        while (i < to) {
            c = b[i];
            if (c == '"' || c == '\n' || c == 0 || closes && c == ']' || braces && c == '}') {
                break;
            }
            i++;
        }
        out.add(b, from, i);
        if (i == to) {
            return i;
        }
        switch (c) {
            case '\n', 0 -> {
                return -i - 1;
            }
            case '"' -> {
                boolean keyOfNextRecord = out.endsWith("\"transaction") || out.endsWith("\"timestamp");
                inString = !keyOfNextRecord;
                if (!inBody) {
                    string.begin();
                }
            }
            case ']' -> inBody = false;
            default -> {
                out.add(c);
                return -i - 2;
            }
        }
        out.add(c);
        return i + 1;
    }

    private int inside(byte[] b, int from, int to, boolean last) {
        // As far as the field is not cut, short escapes are taken along with what stands around them.
        int uncut = Math.min(to - LOOK_AHEAD, from + string.room());
        int i = from;
        boolean escaped = false;
        while (i < to) {
            byte c = b[i];
            if (c == '"' || c == '\n' || c == 0) {
                break;
            }
            if (c == '\\') {
                if (i + 2 > uncut || b[i + 1] == 'u' || b[i + 1] == '\n' || b[i + 1] == 0) {
                    break;
                }
                i += 2;
                escaped = true;
            } else {
                i++;
                escaped = false;
            }
        }
        if (i > from) {
            string.take(out, b, from, i);
            lastOfString = escaped ? (byte) '\\' : b[i - 1];
        }
        if (i == to) {
            return i;
        }
        if (b[i] == '\n' || b[i] == 0) {
            return -i - 1;
        }
        if (to - i < LOOK_AHEAD && !last && endOfLine(b, i, to) == to) {
            return -i - 1;
        }
        if (b[i] == '\\') {
            int end = escape(b, i, to);
            string.takeWhole(out, b, i, end);
            lastOfString = '\\';
            return end;
        }
        return close(b, i, to);
    }

    private static int escape(byte[] b, int from, int to) {
        int length = from + 1 < to && b[from + 1] == 'u' ? 6 : 2;
        int end = from + 1;
        while (end < Math.min(from + length, to) && b[end] != '\n' && b[end] != 0) {
            end++;
        }
        return end;
    }

    private int close(byte[] b, int quote, int to) {
        if (string.isCutting()) {
            if (inBody && Texts.startsWithAt(b, "\",\"", quote, to)) {
                string.rest(b, quote, quote + 3);
                return quote + 3;
            }
            string.finish(out);
            boolean nextRecord = Texts.startsWithAt(b, "\"transaction\"", quote, to)
                    || Texts.startsWithAt(b, "\"timestamp\"", quote, to);
            if (nextRecord && lastOfString == '{') {
                out.add((byte) '{');
            }
        }
        out.add((byte) '"');
        inString = false;
        if (Texts.startsWithAt(b, "\":[", quote, to) && out.endsWith("\"body\"")) {
            inBody = true;
            string.begin();
        }
        return quote + 1;
    }
}
