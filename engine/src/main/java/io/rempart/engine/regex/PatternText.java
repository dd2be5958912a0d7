package io.rempart.engine.regex;

/** A pattern that is being read, and how far. For one thread. */
final class PatternText {
    /** What {@link #peek} says at the end. */
    static final int END = -1;

    final String pattern;
    int at;

    PatternText(String pattern) {
        this.pattern = pattern;
    }

    int peek() {
        return at < pattern.length() ? pattern.charAt(at) : END;
    }

    int next(int start) {
        if (at >= pattern.length()) {
            throw problem("the pattern ends inside this item", start);
        }
        return pattern.charAt(at++);
    }

    int skipDigits(int i) {
        while (i < pattern.length() && isDigit(pattern.charAt(i))) {
            i++;
        }
        return i;
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    RegexSyntaxException problem(String problem, int offset) {
        return new RegexSyntaxException(problem, pattern, offset);
    }
}
