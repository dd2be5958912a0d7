package io.rempart.engine.injection;

/**
 * One token of a value that is read as if it were part of an SQL statement. Mutable, reused, used by one thread.
 *
 * <p>The text is a slice of {@link #source}, at most {@link #MAX_LENGTH} bytes of it however long the token is, or of an
 * array of its own once words were merged.
 */
final class SqliToken {
    static final byte NONE = 0;
    static final byte KEYWORD = 'k';
    static final byte UNION = 'U';
    static final byte GROUP = 'B';
    static final byte EXPRESSION = 'E';
    static final byte SQL_TYPE = 't';
    static final byte FUNCTION = 'f';
    static final byte BAREWORD = 'n';
    static final byte NUMBER = '1';
    static final byte VARIABLE = 'v';
    static final byte STRING = 's';
    static final byte OPERATOR = 'o';
    static final byte LOGIC_OPERATOR = '&';
    static final byte COMMENT = 'c';
    static final byte COLLATE = 'A';
    static final byte LEFT_PARENTHESIS = '(';
    static final byte RIGHT_PARENTHESIS = ')';
    static final byte LEFT_BRACE = '{';
    static final byte RIGHT_BRACE = '}';
    static final byte DOT = '.';
    static final byte COMMA = ',';
    static final byte COLON = ':';
    static final byte SEMICOLON = ';';
    static final byte TSQL = 'T';
    static final byte UNKNOWN = '?';
    static final byte EVIL = 'X';
    static final byte BACKSLASH = '\\';

    /** No keyword is longer, so more of a token's text is never looked at. */
    static final int MAX_LENGTH = 31;

    private static final byte[] NO_TEXT = new byte[0];

    byte type = NONE;
    byte[] source = NO_TEXT;
    int start;
    int length;

    /** How many {@code @} begin a variable. */
    int count;

    /** The delimiter that opened a string, or 0 when it is taken to have begun before the value. */
    byte open;

    /** The delimiter that closed a string, or 0 when the value ended first. */
    byte close;

    void clear() {
        type = NONE;
        length = 0;
        count = 0;
        open = 0;
        close = 0;
    }

    void set(byte newType, byte[] newSource, int newStart, int newLength) {
        type = newType;
        source = newSource;
        start = newStart;
        length = Math.min(newLength, MAX_LENGTH);
    }

    void copy(SqliToken other) {
        type = other.type;
        source = other.source;
        start = other.start;
        length = other.length;
        count = other.count;
        open = other.open;
        close = other.close;
    }

    int at(int index) {
        return source[start + index] & 0xFF;
    }

    /** Whether the text is the given upper-case word, in any case. */
    boolean is(String word) {
        return length == word.length() && startsWith(word);
    }

    boolean startsWith(String word) {
        if (length < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (SqliTable.upper(source[start + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean isUnaryOperator() {
        if (type != OPERATOR) {
            return false;
        }
        return switch (length) {
            case 1 -> at(0) == '+' || at(0) == '-' || at(0) == '!' || at(0) == '~';
            case 2 -> at(0) == '!' && at(1) == '!';
            case 3 -> is("NOT");
            default -> false;
        };
    }

    boolean isArithmeticOperator() {
        return type == OPERATOR
                && length == 1
                && (at(0) == '*' || at(0) == '/' || at(0) == '-' || at(0) == '+' || at(0) == '%');
    }
}
