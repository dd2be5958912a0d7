package io.rempart.events.read;

/** Tells from a line alone whether it can be a record. Stateless. */
final class LineKind {
    private LineKind() {}

    /** Whether a line of a body looks like the beginning of a JSON record. */
    static boolean isRecord(byte[] line, int from, int to) {
        if (from >= to || line[from] != '{') {
            return false;
        }
        for (String opening : JsonShape.OPENINGS) {
            if (Texts.startsWithAt(line, opening, from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a line is a record of its own: JSON, JSON behind a prefix, or an entry of an index. */
    static boolean standsAlone(byte[] line, int to) {
        int from = 0;
        while (from < to && (line[from] == 0 || line[from] < 0)) { // a hole, a byte order mark
            from++;
        }
        if (from < to && line[from] == '{') {
            return true;
        }
        if (IndexLine.isLikely(line, from, to)) {
            return true;
        }
        for (String opening : JsonShape.OPENINGS) {
            if (Texts.indexOf(line, opening, from, to) >= 0) {
                return true;
            }
        }
        return false;
    }
}
