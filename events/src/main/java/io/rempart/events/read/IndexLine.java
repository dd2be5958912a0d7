package io.rempart.events.read;

import io.rempart.events.model.ByteText;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the index of a concurrent log, read backwards from its end: what stands before the path is written by clients, and
 * ModSecurity 3 does not escape it.
 *
 * <p>ModSecurity 2: {@code ... "request" 403 51 "-" "-" id "-" /user/20261122/... 0 4445 md5:hex } (an {@code L} at the end of a
 * shortened line; no digest in old versions). ModSecurity 3: {@code ... id - /absolute/path 0 2318.000000 md5:hex}. Coraza writes
 * an entry in two to four lines, of which only the last, {@code id - /absolute/path}, tells something.
 */
final class IndexLine {
    private static final int LONGEST_PATH = 4_096;

    private IndexLine() {}

    /** What the line says; null when it is no entry of an index. */
    static @Nullable Reading read(byte[] line, int from, int to) {
        ByteText text = Texts.trim(ByteText.of(line, from, to - from));
        String path = path(text);
        if (path != null) {
            return new Reading.InFile(path, line);
        }
        return isPieceOfCoraza(text)
                ? new Reading.Skipped("a line of an index entry that does not name the file")
                : null;
    }

    private static @Nullable String path(ByteText text) {
        int end = text.length();
        end = withoutWord(text, end, "L");
        int digest = lastBlank(text, end);
        boolean digested = Texts.startsWithAt(text, digest + 1, "md5:");
        if (digested) {
            end = digest;
        }
        int size = lastBlank(text, end);
        int offset = size < 0 ? -1 : lastBlank(text, size);
        if (offset > 0 && isNumber(text, size + 1, end) && isNumber(text, offset + 1, size)) {
            return pathBefore(text, offset);
        }
        if (digested) {
            return null;
        }
        int dash = Texts.indexOf(text, " - /", 0);
        if (dash > 0 && Texts.indexOf(text, ' ', 0) == dash) { // Coraza
            return word(text.slice(dash + 3, text.length()));
        }
        return null;
    }

    /** The path that ends at {@code end}: one word, or, with blanks in it, what follows a dash or a closing quote. */
    private static @Nullable String pathBefore(ByteText text, int end) {
        int from = lastBlank(text, end) + 1;
        if (from < end && text.at(from) == '/') {
            return word(text.slice(from, end));
        }
        for (int i = from - 1; i > 1; i--) {
            if (text.at(i) == '/' && text.at(i - 1) == ' ' && (text.at(i - 2) == '-' || text.at(i - 2) == '"')) {
                return word(text.slice(i, end));
            }
        }
        return null;
    }

    private static @Nullable String word(ByteText path) {
        return path.length() > LONGEST_PATH ? null : path.toString();
    }

    private static int withoutWord(ByteText text, int end, String word) {
        int blank = lastBlank(text, end);
        return blank > 0 && end - blank - 1 == word.length() && Texts.startsWithAt(text, blank + 1, word) ? blank : end;
    }

    /** The last blank before {@code end}; -1 when there is none. */
    private static int lastBlank(ByteText text, int end) {
        int i = end - 1;
        while (i >= 0 && text.at(i) != ' ') {
            i--;
        }
        return i;
    }

    private static boolean isNumber(ByteText text, int from, int to) {
        boolean digits = false;
        for (int i = from; i < to; i++) {
            if (Texts.isDigit(text.at(i))) {
                digits = true;
            } else if (text.at(i) != '.') {
                return false;
            }
        }
        return digits;
    }

    private static boolean isPieceOfCoraza(ByteText text) {
        int length = text.length();
        if (length == 3 && Texts.integer(text, -1) >= 100) {
            return true;
        }
        if (length > 2 && text.at(0) == '"' && text.at(length - 1) == '"') {
            return true;
        }
        int time = Texts.indexOf(text, " - - [", 0);
        return time > 0 && text.at(length - 1) == ']' && Texts.indexOf(text, '"', 0) < 0;
    }

    /** Whether the line can be an entry, from what it holds; {@link #read} tells for certain. */
    static boolean isLikely(byte[] line, int from, int to) {
        if (from >= to) {
            return false;
        }
        if (line[from] == '"'
                || Texts.indexOf(line, " - /", from, to) >= 0
                || Texts.indexOf(line, " md5:", from, to) >= 0
                || Texts.indexOf(line, " - [", from, to) >= 0
                || Texts.indexOf(line, "\" /", from, to) >= 0) {
            return true;
        }
        int end = to;
        while (end > from && line[end - 1] <= ' ') {
            end--;
        }
        return end - from == 3 && Texts.integer(ByteText.of(line, from, 3), -1) >= 100;
    }
}
