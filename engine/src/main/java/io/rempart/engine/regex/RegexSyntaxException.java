package io.rempart.engine.regex;

/**
 * A pattern that can't be compiled: broken, too large, or with a feature that is not supported. The message is one sentence that
 * names the offset and the offending text.
 */
public final class RegexSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 24;

    private final int offset;

    RegexSyntaxException(String problem, String pattern, int offset) {
        super(problem + " at offset " + offset + where(pattern, offset));
        this.offset = offset;
    }

    /** Where in the pattern, in characters from its start. */
    public int offset() {
        return offset;
    }

    private static String where(String pattern, int offset) {
        if (offset >= pattern.length()) {
            return " (the end of the pattern)";
        }
        int end = Math.min(pattern.length(), offset + SHOWN);
        return ", near \"" + pattern.substring(offset, end) + (end < pattern.length() ? "...\"" : "\"");
    }
}
