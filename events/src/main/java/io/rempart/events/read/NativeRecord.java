package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A native record taken into its parts.
 *
 * @param boundary the first boundary of the record
 * @param parts in the order of the log; a letter may be missing, or come more than once
 * @param complete whether the closing part Z is there
 */
record NativeRecord(Boundary boundary, List<Part> parts, boolean complete) {
    private static final int MOST_PARTS = 64;

    /**
     * One part.
     *
     * @param content what stands between the boundaries, without the line feed that belongs to the next boundary
     */
    record Part(char letter, ByteText content) {}

    /** Null when the bytes don't begin with a boundary. */
    static @Nullable NativeRecord of(byte[] bytes, int from, int to) {
        int lineEnd = endOfLine(bytes, from, to);
        Boundary first = Boundary.of(bytes, from, lineEnd);
        if (first == null) {
            return null;
        }
        List<Part> parts = new ArrayList<>();
        Boundary current = first;
        int content = Math.min(to, lineEnd + 1);
        boolean complete = first.part() == 'Z';
        for (int at = content; at < to; at = Math.min(to, lineEnd + 1)) {
            lineEnd = endOfLine(bytes, at, to);
            Boundary next = bytes[at] == '-' ? Boundary.of(bytes, at, lineEnd) : null;
            if (next == null || !next.key().equals(first.key()) || parts.size() >= MOST_PARTS) {
                if (lineEnd == to) {
                    break;
                }
                continue;
            }
            parts.add(new Part(current.part(), ByteText.of(bytes, content, Math.max(0, at - 1 - content))));
            current = next;
            content = Math.min(to, lineEnd + 1);
            complete |= next.part() == 'Z';
            if (lineEnd == to) {
                break;
            }
        }
        parts.add(new Part(current.part(), ByteText.of(bytes, content, to - content)));
        return new NativeRecord(first, parts, complete);
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** The lines of a text, without line feeds and the carriage returns before them. */
    static List<ByteText> lines(ByteText text) {
        List<ByteText> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = Texts.indexOf(text, '\n', from);
            int to = end < 0 ? text.length() : end;
            int cut = to > from && text.at(to - 1) == '\r' ? to - 1 : to;
            lines.add(text.slice(from, cut));
            from = to + 1;
        }
        return lines;
    }
}
