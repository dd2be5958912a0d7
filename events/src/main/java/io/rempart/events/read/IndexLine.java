package io.rempart.events.read;

/** An entry of the index of a concurrent log. */
final class IndexLine {
    private IndexLine() {}

    /** Whether the line has what every entry, or every line of Coraza's entries of several lines, has. */
    static boolean isLikely(byte[] line, int from, int to) {
        if (from >= to) {
            return false;
        }
        if (line[from] == '"'
                || Texts.indexOf(line, " - /", from, to) >= 0
                || Texts.indexOf(line, " md5:", from, to) >= 0) {
            return true;
        }
        int bracket = Texts.indexOf(line, " - [", from, to);
        if (bracket >= 0) {
            return true;
        }
        for (int i = from; i < to; i++) {
            if (!Texts.isDigit(line[i])) {
                return false;
            }
        }
        return to - from <= 3;
    }
}
