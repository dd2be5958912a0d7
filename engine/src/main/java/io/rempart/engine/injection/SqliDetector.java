package io.rempart.engine.injection;

import static io.rempart.engine.injection.SqliToken.BAREWORD;
import static io.rempart.engine.injection.SqliToken.COMMENT;
import static io.rempart.engine.injection.SqliToken.EVIL;
import static io.rempart.engine.injection.SqliToken.KEYWORD;
import static io.rempart.engine.injection.SqliToken.NUMBER;
import static io.rempart.engine.injection.SqliToken.UNION;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a value would change the SQL statement it is pasted into: {@code @detectSQLi}, by libinjection's method.
 *
 * <p>The method. The value is cut into tokens as SQL would ({@link SqliTokenizer}), these are folded to at most five
 * ({@link SqliFolder}), and the types of the five are the value's fingerprint: {@code 1 or 1=1--} is {@code 1&1c}. A value is an
 * injection when its fingerprint is in a table learnt from attacks ({@link SqliTable}) and it is not one of a few look-alikes
 * of plain text. That is tried as the value stands, as the rest of a string in single quotes, and in double quotes, and again
 * with MySQL's comments where these would differ.
 *
 * <p>Used again for value after value, by one thread; {@link #detect} is for a single one. Time is linear in the value; any bytes are
 * allowed. A value is answered without allocation, unless words of it are merged; the detector itself takes a kilobyte, whatever
 * the values' length.
 *
 * <p>Source of the definition: libinjection by Nick Galbreath; its data table is used (NOTICE), its tests are run by the
 * conformance module.
 */
public final class SqliDetector {
    /** SQL Server's audit leaves out statements that contain it. */
    private static final byte[] SP_PASSWORD = "sp_password".getBytes(StandardCharsets.ISO_8859_1);

    private static final int WORD_BYTE = 1;
    private static final byte[] CLASSES = new byte[256];

    static {
        for (int b = 0; b < 256; b++) {
            boolean word =
                    b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b >= 0x80;
            CLASSES[b] = word && b != 0xA0 ? (byte) WORD_BYTE : 0;
        }
    }

    /** Bytes of which an injection has at least one: letters and digits alone are at most a number and a word. */
    public static final ByteSet NEEDED = needed();

    private static ByteSet needed() {
        ByteSet needed = ByteSet.NONE;
        for (int b = 0; b < 256; b++) {
            needed = CLASSES[b] == WORD_BYTE ? needed : needed.plus(b);
        }
        return needed;
    }

    private final SqliTokenizer tokenizer = new SqliTokenizer();
    private final SqliFolder folder = new SqliFolder(tokenizer);
    private final SqliToken[] tokens = folder.tokens();
    private ByteSlice value = ByteSlice.EMPTY;
    private int count;

    /** The fingerprint of the injection, at most five characters, or null when the value is none. From any thread. */
    public static @Nullable String detect(ByteSlice value) {
        return hasWordsAlone(value) ? null : new SqliDetector().fingerprint(value);
    }

    /** The fingerprint of the injection, at most five characters, or null when the value is none. */
    public @Nullable String fingerprint(ByteSlice value) {
        if (hasWordsAlone(value)) {
            return null;
        }
        this.value = value;
        tokenizer.take(value);
        boolean found = isInjection(0, false)
                || tokenizer.dependsOnDialect() && isInjection(0, true)
                || occurs('\'') && (isInjection('\'', false) || tokenizer.dependsOnDialect() && isInjection('\'', true))
                || occurs('"') && isInjection('"', true);
        return found ? text() : null;
    }

    /** Letters and digits alone are at most a number and a word, which no fingerprint that counts is. */
    private static boolean hasWordsAlone(ByteSlice value) {
        byte[] bytes = value.array();
        int i = value.offset();
        int end = value.end();
        while (i < end && CLASSES[bytes[i] & 0xFF] == WORD_BYTE) {
            i++;
        }
        return i == end;
    }

    private boolean occurs(int b) {
        return ByteSearch.indexOf(value.array(), value.offset(), value.end(), b) < value.end();
    }

    private String text() {
        StringBuilder text = new StringBuilder(SqliFolder.MAX_TOKENS);
        for (int i = 0; i < count; i++) {
            text.append((char) tokens[i].type);
        }
        return text.toString();
    }

    private boolean isInjection(int quote, boolean mysqlComments) {
        tokenizer.restart(quote, mysqlComments);
        count = folder.fold();
        if (count == 0) {
            return false;
        }
        SqliToken last = tokens[count - 1];
        if (count > 2 && last.type == BAREWORD && last.open == '`' && last.length == 0 && last.close == 0) {
            // PHP and MySQL take an unclosed back-tick at the end for a comment.
            last.type = COMMENT;
        }
        for (int i = 0; i < count; i++) {
            if (tokens[i].type == EVIL) {
                tokens[0].type = EVIL;
                count = 1;
                break;
            }
        }
        return SqliTable.isInjection(tokens, count) && !isLookAlike();
    }

    /** Whether a value with the fingerprint of an injection is still more likely plain text. */
    private boolean isLookAlike() {
        if (count > 1 && tokens[count - 1].type == COMMENT && containsSpPassword()) {
            return false;
        }
        return switch (count) {
            case 2 -> isLookAlikeOfTwo(tokens[0], tokens[1]);
            case 3 -> isLookAlikeOfThree(tokens[0], tokens[1], tokens[2]);
            default -> false;
        };
    }

    private boolean isLookAlikeOfTwo(SqliToken a, SqliToken b) {
        if (b.type == UNION) {
            // "1 union" is text; with something folded away it is not.
            return tokenizer.tokens() == 2;
        }
        int first = b.at(0);
        if (first == '#') {
            return true;
        }
        if (a.type == BAREWORD && b.type == COMMENT && first != '/') {
            return true;
        }
        if (a.type == NUMBER && b.type == COMMENT && first != '/' && tokenizer.tokens() <= 2) {
            // 1234-ABCDEF-- may be base64; 1234-- and 1234 -- are not.
            return !endsNumber(a.length);
        }
        return b.length > 2 && first == '-' && a.type != NUMBER;
    }

    /** Whether at that place of the value there is white space or the beginning of a comment. */
    private boolean endsNumber(int at) {
        if (at >= value.length()) {
            return true;
        }
        int b = value.at(at);
        int next = at + 1 < value.length() ? value.at(at + 1) : 0;
        return b <= ' ' || b >= 0x80 || b == '/' && next == '*' || b == '-' && next == '-';
    }

    private boolean isLookAlikeOfThree(SqliToken a, SqliToken b, SqliToken c) {
        boolean string = a.type == SqliToken.STRING;
        if (string
                && c.type == SqliToken.STRING
                && (b.type == SqliToken.OPERATOR || b.type == SqliToken.LOGIC_OPERATOR)) {
            // foo' + 'bar: neither opened nor closed within the value, and by the same quote.
            return a.open != 0 || c.close != 0 || a.close != c.open;
        }
        if (b.type == SqliToken.LOGIC_OPERATOR) {
            boolean text = string && c.type == BAREWORD
                    || a.type == BAREWORD && c.type == NUMBER
                    || a.type == NUMBER
                            && (c.type == NUMBER || c.type == SqliToken.VARIABLE || c.type == SqliToken.STRING);
            // "sexy and 17" is text; "sexy and 17<18" is folded and is not.
            return text && tokenizer.tokens() == 3;
        }
        // Words between two values are text, unless they write a file.
        return b.type == KEYWORD && (b.length < 5 || !b.startsWith("INTO"));
    }

    private boolean containsSpPassword() {
        byte[] bytes = value.array();
        int last = value.end() - SP_PASSWORD.length;
        for (int i = value.offset(); i <= last; i++) {
            int matched = 0;
            while (matched < SP_PASSWORD.length && bytes[i + matched] == SP_PASSWORD[matched]) {
                matched++;
            }
            if (matched == SP_PASSWORD.length) {
                return true;
            }
        }
        return false;
    }
}
