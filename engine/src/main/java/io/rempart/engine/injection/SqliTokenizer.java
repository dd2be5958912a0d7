package io.rempart.engine.injection;

import static io.rempart.engine.injection.SqliToken.BACKSLASH;
import static io.rempart.engine.injection.SqliToken.BAREWORD;
import static io.rempart.engine.injection.SqliToken.COLON;
import static io.rempart.engine.injection.SqliToken.COMMENT;
import static io.rempart.engine.injection.SqliToken.DOT;
import static io.rempart.engine.injection.SqliToken.EVIL;
import static io.rempart.engine.injection.SqliToken.FUNCTION;
import static io.rempart.engine.injection.SqliToken.NONE;
import static io.rempart.engine.injection.SqliToken.NUMBER;
import static io.rempart.engine.injection.SqliToken.OPERATOR;
import static io.rempart.engine.injection.SqliToken.STRING;
import static io.rempart.engine.injection.SqliToken.UNKNOWN;
import static io.rempart.engine.injection.SqliToken.VARIABLE;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Cuts a value into the tokens of no SQL dialect and of all: what any of MySQL, PostgreSQL, SQL Server, Oracle would take for
 * a string, number, comment. Nothing is an error, so every value becomes tokens.
 *
 * <p>What the value is part of is not known, so it is read in up to three ways: as it is, or as the rest of a string that began
 * before it in single or in double quotes. Comments are ANSI's (a double dash opens one) or MySQL's (a hash, a double dash
 * and white space).
 *
 * <p>Linear: each byte is looked at a bounded number of times. A word is searched for its end once, even when it is cut
 * into several tokens ({@code select.select.select}).
 */
final class SqliTokenizer {
    /** What a byte can be the beginning of. */
    private enum Start {
        WHITE,
        WORD,
        NUMBER,
        STRING,
        OPERATOR1,
        OPERATOR2,
        PUNCTUATION,
        OTHER,
        HASH,
        DASH,
        SLASH,
        MONEY,
        VARIABLE,
        BACKSLASH,
        TICK,
        BRACKETED_WORD,
        B_STRING,
        E_STRING,
        N_STRING,
        Q_STRING,
        U_STRING,
        X_STRING
    }

    private static final byte[] NO_BYTES = {};
    private static final Start[] STARTS = new Start[256];
    private static final boolean[] ENDS_WORD = marks(" []{}<>:\\?=@!#~+-*/&|^%(),';\t\n\u000b\f\r\"\u00a0\0");
    private static final boolean[] ENDS_VARIABLE = marks(" <>:\\?=@!#~+-*/&|^%(),';\t\n\u000b\f\r'`\"\0");
    private static final boolean[] SPACE = marks(" \t\n\u000b\f\r\u00a0\0");
    private static final boolean[] DECIMAL = marks("0123456789");

    // A NUL does not end these, as in libinjection, whose fingerprints were learnt that way.
    private static final boolean[] HEXADECIMAL = marks("0123456789abcdefABCDEF\0");
    private static final boolean[] BINARY = marks("01\0");
    private static final boolean[] AMOUNT = marks("0123456789.,\0");
    private static final boolean[] LETTER = marks("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\0");

    static {
        start(Start.WORD, 0x80, 0xFF);
        start(Start.WHITE, 0, ' ');
        start(Start.WORD, 'A', 'Z');
        start(Start.WORD, 'a', 'z');
        start(Start.NUMBER, '0', '9');
        start(Start.WHITE, 0x7F, 0x7F);
        start(Start.WHITE, 0xA0, 0xA0);
        start(Start.WORD, "_");
        start(Start.NUMBER, ".");
        start(Start.STRING, "\"'");
        start(Start.OPERATOR1, "%+^~");
        start(Start.OPERATOR2, "!&*:<=>|");
        start(Start.PUNCTUATION, "(),;{}");
        start(Start.OTHER, "?]");
        start(Start.HASH, "#");
        start(Start.DASH, "-");
        start(Start.SLASH, "/");
        start(Start.MONEY, "$");
        start(Start.VARIABLE, "@");
        start(Start.BACKSLASH, "\\");
        start(Start.TICK, "`");
        start(Start.BRACKETED_WORD, "[");
        start(Start.B_STRING, "bB");
        start(Start.E_STRING, "eE");
        start(Start.N_STRING, "nN");
        start(Start.Q_STRING, "qQ");
        start(Start.U_STRING, "uU");
        start(Start.X_STRING, "xX");
    }

    private byte[] bytes = NO_BYTES;
    private int offset;
    private int end;

    private int position;
    private int quote;
    private boolean mysql;
    private SqliToken token = new SqliToken();

    /** The end of the word that contains the bytes from {@link #wordStart}. */
    private int wordEnd;

    private int wordStart;

    private int tokens;
    private int undecidedComments;

    /** Takes another value; {@link #restart} begins with it. */
    void take(ByteSlice value) {
        bytes = value.array();
        offset = value.offset();
        end = value.end();
    }

    /**
     * Begins again.
     *
     * @param openQuote the quote a string began with before the value, or 0
     * @param mysqlComments whether comments are MySQL's, else ANSI's
     */
    void restart(int openQuote, boolean mysqlComments) {
        position = offset;
        quote = openQuote;
        mysql = mysqlComments;
        wordStart = offset;
        wordEnd = offset;
        tokens = 0;
        undecidedComments = 0;
    }

    /** How many tokens were read since the restart. */
    int tokens() {
        return tokens;
    }

    /** Whether a double dash or a hash was seen that the other dialect reads differently. */
    boolean dependsOnDialect() {
        return undecidedComments > 0;
    }

    /** Reads the next token into {@code next}; false, and a token without type, at the end. */
    boolean next(SqliToken next) {
        token = next;
        next.clear();
        if (offset == end) {
            return false;
        }
        if (position == offset && quote != 0) {
            quoted(position, quote, 0);
            tokens++;
            return true;
        }
        while (position < end) {
            step();
            if (next.type != NONE) {
                tokens++;
                return true;
            }
        }
        return false;
    }

    private void step() {
        switch (STARTS[bytes[position] & 0xFF]) {
            case WHITE -> position++;
            case WORD -> word();
            case NUMBER -> number();
            case STRING -> quoted(position, bytes[position], 1);
            case OPERATOR1 -> single(OPERATOR);
            case OPERATOR2 -> operator2();
            case PUNCTUATION -> single(bytes[position]);
            case OTHER -> single(UNKNOWN);
            case HASH -> hash();
            case DASH -> dash();
            case SLASH -> slash();
            case MONEY -> money();
            case VARIABLE -> variable();
            case BACKSLASH -> backslash();
            case TICK -> tick();
            case BRACKETED_WORD -> bracketedWord();
            case B_STRING -> digitString(BINARY);
            case X_STRING -> digitString(HEXADECIMAL);
            case E_STRING -> escapeString();
            case N_STRING -> nationalString();
            case Q_STRING -> oracleString(position);
            case U_STRING -> unicodeString();
        }
    }

    private void set(byte type, int from, int length) {
        token.set(type, bytes, from, length);
    }

    private void single(byte type) {
        set(type, position, 1);
        position++;
    }

    private boolean has(int at, int wanted) {
        return at < end && bytes[at] == wanted;
    }

    private int spanEnd(int from, boolean[] members) {
        int at = from;
        while (at < end && members[bytes[at] & 0xFF]) {
            at++;
        }
        return at;
    }

    private int indexOf(int wanted, int from) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private int indexOfPair(int first, int second, int from, int to) {
        for (int at = from; at + 1 < to; at++) {
            if (bytes[at] == first && bytes[at + 1] == second) {
                return at;
            }
        }
        return -1;
    }

    private void operator2() {
        if (position + 1 >= end) {
            single(OPERATOR);
            return;
        }
        if (bytes[position] == '<' && bytes[position + 1] == '=' && has(position + 2, '>')) {
            set(OPERATOR, position, 3);
            position += 3;
            return;
        }
        byte type = SqliTable.keyword(bytes, position, 2);
        if (type != NONE) {
            set(type, position, 2);
            position += 2;
        } else {
            single(bytes[position] == ':' ? COLON : OPERATOR);
        }
    }

    private void lineComment() {
        int newline = indexOf('\n', position);
        if (newline < 0) {
            set(COMMENT, position, end - position);
            position = end;
        } else {
            set(COMMENT, position, newline - position);
            position = newline + 1;
        }
    }

    private void hash() {
        undecidedComments++;
        if (mysql) {
            lineComment();
        } else {
            single(OPERATOR);
        }
    }

    private void dash() {
        if (!has(position + 1, '-')) {
            single(OPERATOR);
        } else if (position + 2 == end || SPACE[bytes[position + 2] & 0xFF]) {
            lineComment();
        } else if (!mysql) {
            undecidedComments++;
            lineComment();
        } else {
            single(OPERATOR);
        }
    }

    private void slash() {
        if (!has(position + 1, '*')) {
            single(OPERATOR);
            return;
        }
        int close = indexOfPair('*', '/', position + 2, end);
        int after = close < 0 ? end : close + 2;
        // A comment in a comment is closed by different ends in different dialects, and MySQL executes /*! ... */.
        boolean nested = close >= 0 && indexOfPair('/', '*', position + 2, close + 1) >= 0;
        set(nested || has(position + 2, '!') ? EVIL : COMMENT, position, after - position);
        position = after;
    }

    private void backslash() {
        // \N is NULL in MySQL.
        if (has(position + 1, 'N')) {
            set(NUMBER, position, 2);
            position += 2;
        } else {
            single(BACKSLASH);
        }
    }

    /** A string whose text begins {@code skipped} bytes after {@code from}: 0 when its quote is before the value. */
    private void quoted(int from, int delimiter, int skipped) {
        int text = from + skipped;
        int close = indexOf(delimiter, text);
        while (close >= 0) {
            if (isEscaped(text, close)) {
                close = indexOf(delimiter, close + 1);
            } else if (has(close + 1, delimiter)) {
                close = indexOf(delimiter, close + 2);
            } else {
                break;
            }
        }
        token.open = skipped > 0 ? (byte) delimiter : 0;
        if (close < 0) {
            set(STRING, text, end - text);
            token.close = 0;
            position = end;
        } else {
            set(STRING, text, close - text);
            token.close = (byte) delimiter;
            position = close + 1;
        }
    }

    private boolean isEscaped(int text, int close) {
        int at = close - 1;
        while (at >= text && bytes[at] == '\\') {
            at--;
        }
        return (close - 1 - at & 1) == 1;
    }

    private void escapeString() {
        if (position + 2 < end && bytes[position + 1] == '\'') {
            quoted(position, '\'', 2);
        } else {
            word();
        }
    }

    private void nationalString() {
        if (position + 2 < end && bytes[position + 1] == '\'') {
            escapeString();
        } else {
            oracleString(position + 1);
        }
    }

    private void unicodeString() {
        if (position + 2 < end && bytes[position + 1] == '&' && bytes[position + 2] == '\'') {
            quoted(position + 2, '\'', 1);
            token.open = 'u';
            if (token.close == '\'') {
                token.close = 'u';
            }
        } else {
            word();
        }
    }

    /** Oracle's {@code q'[...]'}, whose q is at {@code from}. */
    private void oracleString(int from) {
        if (from + 2 >= end || (bytes[from] | 0x20) != 'q' || bytes[from + 1] != '\'' || bytes[from + 2] < '!') {
            word();
            return;
        }
        int delimiter = switch (bytes[from + 2]) {
            case '(' -> ')';
            case '[' -> ']';
            case '{' -> '}';
            case '<' -> '>';
            default -> bytes[from + 2];
        };
        int text = from + 3;
        int close = indexOfPair(delimiter, '\'', text, end);
        token.open = 'q';
        if (close < 0) {
            set(STRING, text, end - text);
            position = end;
        } else {
            set(STRING, text, close - text);
            token.close = 'q';
            position = close + 2;
        }
    }

    /** {@code b'01'} and {@code x'1F'}. */
    private void digitString(boolean[] digits) {
        if (position + 2 < end && bytes[position + 1] == '\'') {
            int close = spanEnd(position + 2, digits);
            if (has(close, '\'')) {
                set(NUMBER, position, close + 1 - position);
                position = close + 1;
                return;
            }
        }
        word();
    }

    private void bracketedWord() {
        int close = indexOf(']', position);
        int after = close < 0 ? end : close + 1;
        set(BAREWORD, position, after - position);
        position = after;
    }

    private void word() {
        if (position < wordStart || position >= wordEnd) {
            wordStart = position;
            wordEnd = position;
            while (wordEnd < end && !ENDS_WORD[bytes[wordEnd] & 0xFF]) {
                wordEnd++;
            }
        }
        int length = wordEnd - position;
        set(BAREWORD, position, length);
        // SELECT.1 and SELECT`column` are a keyword and more.
        for (int i = 0; i < token.length; i++) {
            byte b = bytes[position + i];
            if (b == '.' || b == '`') {
                byte type = SqliTable.keyword(bytes, position, i);
                if (type != NONE && type != BAREWORD) {
                    set(type, position, i);
                    position += i;
                    return;
                }
            }
        }
        if (length <= SqliToken.MAX_LENGTH) {
            byte type = SqliTable.keyword(bytes, position, length);
            if (type != NONE) {
                token.type = type;
            }
        }
        position = wordEnd;
    }

    private void tick() {
        quoted(position, '`', 1);
        // MySQL takes a quoted name for a function too.
        boolean function = SqliTable.keyword(token.source, token.start, token.length) == FUNCTION;
        token.type = function ? FUNCTION : BAREWORD;
    }

    private void variable() {
        int name = position + 1;
        if (has(name, '@')) {
            name++;
        }
        int count = name - position;
        if (name < end && bytes[name] == '`') {
            position = name;
            tick();
            token.type = VARIABLE;
        } else if (name < end && (bytes[name] == '\'' || bytes[name] == '"')) {
            quoted(name, bytes[name], 1);
            token.type = VARIABLE;
        } else {
            int after = name;
            while (after < end && !ENDS_VARIABLE[bytes[after] & 0xFF]) {
                after++;
            }
            set(VARIABLE, name, after - name);
            position = after;
        }
        token.count = count;
    }

    private void money() {
        if (position + 1 == end) {
            single(BAREWORD);
            return;
        }
        int after = spanEnd(position + 1, AMOUNT);
        if (after == position + 1) {
            if (bytes[after] == '$') {
                dollarQuoted(position, 2);
            } else {
                int tag = spanEnd(after, LETTER);
                if (tag == after || !has(tag, '$')) {
                    single(BAREWORD);
                } else {
                    dollarQuoted(position, tag + 1 - position);
                }
            }
        } else if (after == position + 2 && bytes[position + 1] == '.') {
            word();
        } else {
            set(NUMBER, position, after - position);
            position = after;
        }
    }

    /** PostgreSQL's {@code $tag$ ... $tag$}; the tag with its dollars is {@code length} bytes from {@code from}. */
    private void dollarQuoted(int from, int length) {
        int text = from + length;
        int close = -1;
        for (int at = text; at + length <= end && close < 0; at++) {
            if (bytes[at] == '$' && equalRanges(at, from, length)) {
                close = at;
            }
        }
        token.open = '$';
        if (close < 0) {
            set(STRING, text, end - text);
            position = end;
        } else {
            set(STRING, text, close - text);
            token.close = '$';
            position = close + length;
        }
    }

    private boolean equalRanges(int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[one + i] != bytes[other + i]) {
                return false;
            }
        }
        return true;
    }

    private void number() {
        int start = position;
        if (bytes[start] == '0' && start + 1 < end) {
            int base = bytes[start + 1] | 0x20;
            if (base == 'x' || base == 'b') {
                int after = spanEnd(start + 2, base == 'x' ? HEXADECIMAL : BINARY);
                set(after == start + 2 ? BAREWORD : NUMBER, start, after - start);
                position = after;
                return;
            }
        }
        int at = spanEnd(start, DECIMAL);
        if (has(at, '.')) {
            at = spanEnd(at + 1, DECIMAL);
            if (at == start + 1) {
                set(DOT, start, 1);
                position = at;
                return;
            }
        }
        boolean exponentWithoutDigits = false;
        if (at < end && (bytes[at] | 0x20) == 'e') {
            at++;
            if (has(at, '+') || has(at, '-')) {
                at++;
            }
            int digits = at;
            at = spanEnd(at, DECIMAL);
            exponentWithoutDigits = at == digits;
        }
        at = afterOracleSuffix(at);
        // 1.e is a word: 1.e(1) calls it in MySQL.
        set(exponentWithoutDigits ? BAREWORD : NUMBER, start, at - start);
        position = at;
    }

    /** Oracle's {@code 1.2f} and {@code 1d}, also right before UNION. */
    private int afterOracleSuffix(int at) {
        if (at >= end || (bytes[at] | 0x20) != 'd' && (bytes[at] | 0x20) != 'f') {
            return at;
        }
        if (at + 1 == end) {
            return at + 1;
        }
        int following = bytes[at + 1] & 0xFF;
        boolean ends = SPACE[following] || following == ';' || (following | 0x20) == 'u';
        return ends ? at + 1 : at;
    }

    private static boolean[] marks(String bytes) {
        boolean[] marks = new boolean[256];
        for (int i = 0; i < bytes.length(); i++) {
            marks[bytes.charAt(i)] = true;
        }
        return marks;
    }

    private static void start(Start start, int from, int to) {
        for (int b = from; b <= to; b++) {
            STARTS[b] = start;
        }
    }

    private static void start(Start start, String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            STARTS[bytes.charAt(i)] = start;
        }
    }
}
