package io.rempart.engine.injection;

import static io.rempart.engine.injection.SqliToken.BACKSLASH;
import static io.rempart.engine.injection.SqliToken.BAREWORD;
import static io.rempart.engine.injection.SqliToken.COLLATE;
import static io.rempart.engine.injection.SqliToken.COMMA;
import static io.rempart.engine.injection.SqliToken.COMMENT;
import static io.rempart.engine.injection.SqliToken.DOT;
import static io.rempart.engine.injection.SqliToken.EVIL;
import static io.rempart.engine.injection.SqliToken.EXPRESSION;
import static io.rempart.engine.injection.SqliToken.FUNCTION;
import static io.rempart.engine.injection.SqliToken.GROUP;
import static io.rempart.engine.injection.SqliToken.KEYWORD;
import static io.rempart.engine.injection.SqliToken.LEFT_BRACE;
import static io.rempart.engine.injection.SqliToken.LEFT_PARENTHESIS;
import static io.rempart.engine.injection.SqliToken.LOGIC_OPERATOR;
import static io.rempart.engine.injection.SqliToken.NONE;
import static io.rempart.engine.injection.SqliToken.NUMBER;
import static io.rempart.engine.injection.SqliToken.OPERATOR;
import static io.rempart.engine.injection.SqliToken.RIGHT_BRACE;
import static io.rempart.engine.injection.SqliToken.RIGHT_PARENTHESIS;
import static io.rempart.engine.injection.SqliToken.SEMICOLON;
import static io.rempart.engine.injection.SqliToken.SQL_TYPE;
import static io.rempart.engine.injection.SqliToken.STRING;
import static io.rempart.engine.injection.SqliToken.TSQL;
import static io.rempart.engine.injection.SqliToken.UNION;
import static io.rempart.engine.injection.SqliToken.VARIABLE;

import java.util.Arrays;

/**
 * Reduces the tokens of a value to at most five that tell what it is: {@code 1 + 2 * 3} becomes a number, comments in
 * between vanish, {@code GROUP} and {@code BY} become one word.
 *
 * <p>The method. Tokens are read into a window one at a time; {@code done} tokens at its front are settled, {@code count} are
 * there. The two tokens after the settled ones are tried against the rules for pairs, then three against the rules for triples.
 * A rule drops or rewrites tokens of the window and says where to look again; when none applies, one more token is settled.
 * It ends when five are settled or the value is read. Every round reads a token, drops one, settles one, or changes a type that
 * no rule changes back, so it is linear in the number of tokens.
 */
final class SqliFolder {
    /** A fingerprint is at most that long. */
    static final int MAX_TOKENS = 5;

    /** Names that are functions when a parenthesis follows, and may be columns otherwise. */
    private static final String[] COLUMN_OR_FUNCTION = {
        "USER_ID",
        "USER_NAME",
        "DATABASE",
        "PASSWORD",
        "USER",
        "CURRENT_USER",
        "CURRENT_DATE",
        "CURRENT_TIME",
        "CURRENT_TIMESTAMP",
        "LOCALTIME",
        "LOCALTIMESTAMP"
    };

    private final SqliTokenizer tokenizer;
    private final SqliToken[] window = new SqliToken[MAX_TOKENS + 3];
    private final SqliToken lastComment = new SqliToken();
    private final byte[] phrase = new byte[SqliToken.MAX_LENGTH + 1];

    private int count;
    private int done;
    private boolean more;

    SqliFolder(SqliTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        for (int i = 0; i < window.length; i++) {
            window[i] = new SqliToken();
        }
    }

    /** The tokens after {@link #fold}; as many count as it returned. */
    SqliToken[] tokens() {
        return window;
    }

    /** Reads and folds all tokens of the tokenizer; returns how many are left, at most {@link #MAX_TOKENS}. */
    int fold() {
        lastComment.clear();
        count = 0;
        done = 0;
        if (!skipPrefix()) {
            return 0;
        }
        count = 1;
        while (true) {
            if (count >= MAX_TOKENS && isFoldedFive()) {
                if (count > MAX_TOKENS) {
                    window[1].copy(window[MAX_TOKENS]);
                    count = 2;
                } else {
                    count = 1;
                }
                done = 0;
            }
            if (!more || done >= MAX_TOKENS) {
                done = count;
                break;
            }
            read(2);
            if (count - done < 2) {
                done = count;
                continue;
            }
            if (isDegenerateBrace()) {
                window[done + 1].type = EVIL;
                return done + 2;
            }
            if (foldedPair(window[done], window[done + 1])) {
                continue;
            }
            read(3);
            if (count - done < 3) {
                done = count;
                continue;
            }
            if (!foldedTriple(window[done], window[done + 1], window[done + 2])) {
                done++;
            }
        }
        if (done < MAX_TOKENS && lastComment.type == COMMENT) {
            window[done++].copy(lastComment);
        }
        return Math.min(done, MAX_TOKENS);
    }

    /** Skips comments, left parentheses, types and signs at the beginning; false when nothing else is there. */
    private boolean skipPrefix() {
        SqliToken first = window[0];
        do {
            more = tokenizer.next(first);
        } while (more
                && (first.type == COMMENT
                        || first.type == LEFT_PARENTHESIS
                        || first.type == SQL_TYPE
                        || first.isUnaryOperator()));
        return more;
    }

    private void read(int wanted) {
        while (more && count <= MAX_TOKENS && count - done < wanted) {
            SqliToken next = window[count];
            more = tokenizer.next(next);
            if (more) {
                if (next.type == COMMENT) {
                    lastComment.copy(next);
                } else {
                    lastComment.type = NONE;
                    count++;
                }
            }
        }
    }

    /** Five tokens that are an expression in parentheses, or a list of rows. */
    private boolean isFoldedFive() {
        byte a = window[0].type;
        byte b = window[1].type;
        byte c = window[2].type;
        byte d = window[3].type;
        byte e = window[4].type;
        return a == NUMBER
                        && (b == OPERATOR || b == COMMA)
                        && c == LEFT_PARENTHESIS
                        && d == NUMBER
                        && e == RIGHT_PARENTHESIS
                || a == BAREWORD
                        && b == OPERATOR
                        && c == LEFT_PARENTHESIS
                        && (d == BAREWORD || d == NUMBER)
                        && e == RIGHT_PARENTHESIS
                || a == NUMBER && b == RIGHT_PARENTHESIS && c == COMMA && d == LEFT_PARENTHESIS && e == NUMBER
                || a == BAREWORD && b == RIGHT_PARENTHESIS && c == OPERATOR && d == LEFT_PARENTHESIS && e == BAREWORD;
    }

    /** MySQL reads <code>{``.``.id}</code> as a name: nobody writes it in good faith. */
    private boolean isDegenerateBrace() {
        SqliToken second = window[done + 1];
        return window[done].type == LEFT_BRACE && second.type == BAREWORD && second.length == 0;
    }

    private boolean drop(int tokens, int settled) {
        count -= tokens;
        done = settled;
        return true;
    }

    private int oneBack() {
        return Math.max(done - 1, 0);
    }

    private boolean foldedPair(SqliToken a, SqliToken b) {
        if (a.type == STRING && b.type == STRING || a.type == SEMICOLON && b.type == SEMICOLON) {
            return drop(1, done);
        }
        if ((a.type == OPERATOR || a.type == LOGIC_OPERATOR) && (b.isUnaryOperator() || b.type == SQL_TYPE)) {
            return drop(1, 0);
        }
        if (a.type == LEFT_PARENTHESIS && b.isUnaryOperator()) {
            return drop(1, oneBack());
        }
        if (merged(a, b)) {
            return drop(1, oneBack());
        }
        if (a.type == SEMICOLON && b.type == FUNCTION && b.startsWith("IF")) {
            // IF is a statement in Transact-SQL.
            b.type = TSQL;
            return true;
        }
        if ((a.type == BAREWORD || a.type == VARIABLE) && b.type == LEFT_PARENTHESIS && isColumnOrFunction(a)) {
            a.type = FUNCTION;
            return true;
        }
        if (a.type == KEYWORD && (a.is("IN") || a.is("NOT IN"))) {
            a.type = b.type == LEFT_PARENTHESIS ? OPERATOR : BAREWORD;
            return true;
        }
        if (a.type == OPERATOR && (a.is("LIKE") || a.is("NOT LIKE"))) {
            if (b.type == LEFT_PARENTHESIS) {
                a.type = FUNCTION;
            }
            return false;
        }
        if (a.type == SQL_TYPE && isOperand(b.type)) {
            a.copy(b);
            return drop(1, 0);
        }
        if (a.type == COLLATE && b.type == BAREWORD) {
            if (namesCollation(b)) {
                b.type = SQL_TYPE;
                done = 0;
            }
            return false;
        }
        if (a.type == BACKSLASH) {
            if (b.isArithmeticOperator()) {
                // SQL Server reads \%1 as 0 % 1.
                a.type = NUMBER;
                done = 0;
                return true;
            }
            a.copy(b);
            return drop(1, 0);
        }
        if (a.type == LEFT_PARENTHESIS && b.type == LEFT_PARENTHESIS
                || a.type == RIGHT_PARENTHESIS && b.type == RIGHT_PARENTHESIS
                || b.type == RIGHT_BRACE) {
            return drop(1, 0);
        }
        if (a.type == LEFT_BRACE && b.type == BAREWORD) {
            // ODBC's {word expression}
            return drop(2, 0);
        }
        return false;
    }

    private boolean foldedTriple(SqliToken a, SqliToken b, SqliToken c) {
        boolean value = c.type == NUMBER || c.type == BAREWORD || c.type == VARIABLE || c.type == STRING;
        boolean operand = a.type == NUMBER || a.type == BAREWORD || a.type == VARIABLE || a.type == STRING;
        if (b.type == OPERATOR) {
            if (a.type == NUMBER && c.type == NUMBER
                    || a.type == VARIABLE && (c.type == VARIABLE || c.type == NUMBER || c.type == BAREWORD)
                    || (a.type == BAREWORD || a.type == NUMBER) && (c.type == NUMBER || c.type == BAREWORD)
                    || operand && c.type == SQL_TYPE && b.is("::")) {
                return drop(2, 0);
            }
        }
        if (a.type == OPERATOR && b.type != LEFT_PARENTHESIS && c.type == OPERATOR
                || a.type == LOGIC_OPERATOR && c.type == LOGIC_OPERATOR
                || operand && b.type == COMMA && value) {
            return drop(2, 0);
        }
        boolean clause = a.type == EXPRESSION || a.type == GROUP;
        if (b.isUnaryOperator()) {
            if ((clause || a.type == COMMA) && c.type == LEFT_PARENTHESIS
                    || (clause || a.type == KEYWORD) && (value || c.type == FUNCTION)
                    || a.type == COMMA && c.type == FUNCTION) {
                b.copy(c);
                return drop(1, 0);
            }
            if (a.type == COMMA && value) {
                // "1, -1": without the sign the comma too can be folded with what is before it. A comma is never first
                // in the window unless it is the value's first token; then the window begins anew.
                b.copy(c);
                return drop(3, 0);
            }
        }
        if (a.type == BAREWORD && b.type == DOT && c.type == BAREWORD) {
            return drop(2, 0);
        }
        if (a.type == EXPRESSION && b.type == DOT && c.type == BAREWORD) {
            b.copy(c);
            return drop(1, 0);
        }
        if (a.type == FUNCTION && b.type == LEFT_PARENTHESIS && c.type != RIGHT_PARENTHESIS && a.is("USER")) {
            // USER() is a function of no argument; user(x) is not.
            a.type = BAREWORD;
        }
        return false;
    }

    /** Makes one word of two where the table has them as one; the first token becomes it. */
    private boolean merged(SqliToken a, SqliToken b) {
        if (!isWord(a.type) || !isWord(b.type) && b.type != LOGIC_OPERATOR) {
            return false;
        }
        int length = a.length + b.length + 1;
        if (length > SqliToken.MAX_LENGTH) {
            return false;
        }
        System.arraycopy(a.source, a.start, phrase, 0, a.length);
        phrase[a.length] = ' ';
        System.arraycopy(b.source, b.start, phrase, a.length + 1, b.length);
        byte type = SqliTable.keyword(phrase, 0, length);
        if (type == NONE) {
            return false;
        }
        a.set(type, Arrays.copyOf(phrase, length), 0, length);
        return true;
    }

    private static boolean isWord(byte type) {
        return type == KEYWORD
                || type == BAREWORD
                || type == OPERATOR
                || type == UNION
                || type == FUNCTION
                || type == EXPRESSION
                || type == TSQL
                || type == SQL_TYPE;
    }

    private static boolean isOperand(byte type) {
        return type == BAREWORD
                || type == NUMBER
                || type == SQL_TYPE
                || type == LEFT_PARENTHESIS
                || type == FUNCTION
                || type == VARIABLE
                || type == STRING;
    }

    private static boolean isColumnOrFunction(SqliToken token) {
        for (String name : COLUMN_OR_FUNCTION) {
            if (token.is(name)) {
                return true;
            }
        }
        return false;
    }

    /** There are too many names of collations to list; all contain an underscore. */
    private static boolean namesCollation(SqliToken token) {
        for (int i = 0; i < token.length && token.at(i) != 0; i++) {
            if (token.at(i) == '_') {
                return true;
            }
        }
        return false;
    }
}
