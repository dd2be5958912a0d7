package io.rempart.engine.injection;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Cuts a value into the tokens of HTML as browsers read it: the tokenizer of the HTML standard (12.2.5), reduced to what
 * matters for running script, with the liberties that old browsers take (NUL bytes ignored, back-ticks as quotes,
 * {@code <% %>} comments).
 *
 * <p>The value is read as if it stood in one of five places of a page: as text, or inside an attribute's value that is
 * unquoted or in one of three quotes. Nothing is an error. Mutable, used by one thread; linear in the value.
 */
final class HtmlTokenizer {
    /** Where in a page the value begins. */
    enum Context {
        TEXT(State.TEXT),
        UNQUOTED_VALUE(State.BEFORE_ATTRIBUTE_NAME),
        SINGLE_QUOTED_VALUE(State.SINGLE_QUOTED_VALUE),
        DOUBLE_QUOTED_VALUE(State.DOUBLE_QUOTED_VALUE),
        BACK_QUOTED_VALUE(State.BACK_QUOTED_VALUE);

        private final State state;

        Context(State state) {
            this.state = state;
        }
    }

    /** What a token is. */
    enum Type {
        TEXT,
        TAG_NAME,
        TAG_END,
        TAG_SELF_CLOSE,
        CLOSING_TAG,
        ATTRIBUTE_NAME,
        ATTRIBUTE_VALUE,
        COMMENT,
        DOCTYPE
    }

    private enum State {
        TEXT,
        TAG_OPEN,
        END_TAG_OPEN,
        TAG_NAME,
        TAG_END,
        SELF_CLOSING,
        BEFORE_ATTRIBUTE_NAME,
        ATTRIBUTE_NAME,
        AFTER_ATTRIBUTE_NAME,
        BEFORE_ATTRIBUTE_VALUE,
        SINGLE_QUOTED_VALUE,
        DOUBLE_QUOTED_VALUE,
        BACK_QUOTED_VALUE,
        UNQUOTED_VALUE,
        AFTER_QUOTED_VALUE,
        MARKUP_DECLARATION,
        COMMENT,
        BOGUS_COMMENT,
        PERCENT_COMMENT,
        CDATA,
        DOCTYPE,
        END
    }

    private final byte[] bytes;
    private final int offset;
    private final int end;
    private State state = State.END;
    private int position;
    private boolean closing;

    private Type type = Type.TEXT;
    private int start;
    private int length;

    HtmlTokenizer(ByteSlice value) {
        bytes = value.array();
        offset = value.offset();
        end = value.end();
    }

    void restart(Context context) {
        state = context.state;
        position = offset;
        closing = false;
    }

    /** The type of the token that {@link #next} found. */
    Type type() {
        return type;
    }

    /** Where the token begins in the array of the value. */
    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Reads the next token; false at the end. Each round of the loop takes a byte, or is one of a few steps without one. */
    boolean next() {
        while (state != State.END) {
            if (step()) {
                return true;
            }
        }
        return false;
    }

    /** One state; true when it completed a token. */
    private boolean step() {
        return switch (state) {
            case TEXT -> text();
            case TAG_OPEN -> tagOpen();
            case END_TAG_OPEN -> endTagOpen();
            case TAG_NAME -> tagName();
            case TAG_END -> tagEnd();
            case SELF_CLOSING -> selfClosing();
            case BEFORE_ATTRIBUTE_NAME -> beforeAttributeName();
            case ATTRIBUTE_NAME -> attributeName();
            case AFTER_ATTRIBUTE_NAME -> afterAttributeName();
            case BEFORE_ATTRIBUTE_VALUE -> beforeAttributeValue();
            case SINGLE_QUOTED_VALUE -> quotedValue('\'');
            case DOUBLE_QUOTED_VALUE -> quotedValue('"');
            case BACK_QUOTED_VALUE -> quotedValue('`');
            case UNQUOTED_VALUE -> unquotedValue();
            case AFTER_QUOTED_VALUE -> afterQuotedValue();
            case MARKUP_DECLARATION -> markupDeclaration();
            case COMMENT -> comment();
            case BOGUS_COMMENT -> bogusComment();
            case PERCENT_COMMENT -> percentComment();
            case CDATA -> cdata();
            case DOCTYPE -> doctype();
            case END -> false;
        };
    }

    /** A token from {@code from} to {@code to}; reading goes on at {@code nextPosition} in {@code nextState}. */
    private boolean token(Type newType, int from, int to, int nextPosition, State nextState) {
        type = newType;
        start = from;
        length = to - from;
        position = nextPosition;
        state = nextState;
        return true;
    }

    private boolean rest(Type newType, int from) {
        return token(newType, from, end, end, State.END);
    }

    private boolean become(State nextState) {
        state = nextState;
        return false;
    }

    private boolean skipInto(State nextState) {
        position++;
        state = nextState;
        return false;
    }

    private boolean text() {
        int tag = indexOf('<', position);
        if (tag < 0) {
            return position < end ? rest(Type.TEXT, position) : become(State.END);
        }
        if (tag == position) {
            return skipInto(State.TAG_OPEN);
        }
        return token(Type.TEXT, position, tag, tag + 1, State.TAG_OPEN);
    }

    private boolean tagOpen() {
        if (position >= end) {
            return become(State.END);
        }
        int b = bytes[position];
        return switch (b) {
            case '!' -> skipInto(State.MARKUP_DECLARATION);
            case '/' -> {
                closing = true;
                yield skipInto(State.END_TAG_OPEN);
            }
            case '?' -> skipInto(State.BOGUS_COMMENT);
            case '%' -> skipInto(State.PERCENT_COMMENT);
            default -> {
                if (isLetter(b) || b == 0) {
                    yield become(State.TAG_NAME);
                }
                yield token(Type.TEXT, position - 1, position, position, State.TEXT);
            }
        };
    }

    private boolean endTagOpen() {
        if (position >= end) {
            return become(State.END);
        }
        int b = bytes[position];
        if (b == '>') {
            return become(State.TEXT);
        }
        if (isLetter(b)) {
            return become(State.TAG_NAME);
        }
        closing = false;
        return become(State.BOGUS_COMMENT);
    }

    private boolean tagName() {
        int from = position;
        for (int at = from; at < end; at++) {
            int b = bytes[at];
            if (b == 0) {
                continue;
            }
            if (isSpace(b)) {
                return token(Type.TAG_NAME, from, at, at + 1, State.BEFORE_ATTRIBUTE_NAME);
            }
            if (b == '/') {
                return token(Type.TAG_NAME, from, at, at + 1, State.SELF_CLOSING);
            }
            if (b == '>') {
                if (closing) {
                    closing = false;
                    return token(Type.CLOSING_TAG, from, at, at + 1, State.TEXT);
                }
                return token(Type.TAG_NAME, from, at, at, State.TAG_END);
            }
        }
        return rest(Type.TAG_NAME, from);
    }

    private boolean tagEnd() {
        closing = false;
        return token(Type.TAG_END, position, position + 1, position + 1, State.TEXT);
    }

    private boolean selfClosing() {
        if (position >= end) {
            return become(State.END);
        }
        if (bytes[position] == '>') {
            return token(Type.TAG_SELF_CLOSE, position - 1, position + 1, position + 1, State.TEXT);
        }
        return become(State.BEFORE_ATTRIBUTE_NAME);
    }

    private boolean beforeAttributeName() {
        skipSpace();
        if (position >= end) {
            return become(State.END);
        }
        return switch (bytes[position]) {
            case '/' -> skipInto(State.SELF_CLOSING);
            case '>' -> token(Type.TAG_END, position, position + 1, position + 1, State.TEXT);
            default -> become(State.ATTRIBUTE_NAME);
        };
    }

    private boolean attributeName() {
        int from = position;
        for (int at = from + 1; at < end; at++) {
            int b = bytes[at];
            if (isSpace(b)) {
                return token(Type.ATTRIBUTE_NAME, from, at, at + 1, State.AFTER_ATTRIBUTE_NAME);
            }
            if (b == '/') {
                return token(Type.ATTRIBUTE_NAME, from, at, at + 1, State.SELF_CLOSING);
            }
            if (b == '=') {
                return token(Type.ATTRIBUTE_NAME, from, at, at + 1, State.BEFORE_ATTRIBUTE_VALUE);
            }
            if (b == '>') {
                return token(Type.ATTRIBUTE_NAME, from, at, at, State.TAG_END);
            }
        }
        return rest(Type.ATTRIBUTE_NAME, from);
    }

    private boolean afterAttributeName() {
        skipSpace();
        if (position >= end) {
            return become(State.END);
        }
        return switch (bytes[position]) {
            case '/' -> skipInto(State.SELF_CLOSING);
            case '=' -> skipInto(State.BEFORE_ATTRIBUTE_VALUE);
            case '>' -> become(State.TAG_END);
            default -> become(State.ATTRIBUTE_NAME);
        };
    }

    private boolean beforeAttributeValue() {
        skipSpace();
        if (position >= end) {
            return become(State.END);
        }
        return switch (bytes[position]) {
            case '"' -> skipInto(State.DOUBLE_QUOTED_VALUE);
            case '\'' -> skipInto(State.SINGLE_QUOTED_VALUE);
            case '`' -> skipInto(State.BACK_QUOTED_VALUE);
            default -> become(State.UNQUOTED_VALUE);
        };
    }

    private boolean quotedValue(int quote) {
        int close = indexOf(quote, position);
        if (close < 0) {
            return rest(Type.ATTRIBUTE_VALUE, position);
        }
        return token(Type.ATTRIBUTE_VALUE, position, close, close + 1, State.AFTER_QUOTED_VALUE);
    }

    private boolean unquotedValue() {
        int from = position;
        for (int at = from; at < end; at++) {
            int b = bytes[at];
            if (isSpace(b)) {
                return token(Type.ATTRIBUTE_VALUE, from, at, at + 1, State.BEFORE_ATTRIBUTE_NAME);
            }
            if (b == '>') {
                return token(Type.ATTRIBUTE_VALUE, from, at, at, State.TAG_END);
            }
        }
        return rest(Type.ATTRIBUTE_VALUE, from);
    }

    private boolean afterQuotedValue() {
        if (position >= end) {
            return become(State.END);
        }
        int b = bytes[position];
        if (b == '/') {
            return skipInto(State.SELF_CLOSING);
        }
        if (b == '>') {
            return token(Type.TAG_END, position, position + 1, position + 1, State.TEXT);
        }
        return isSpace(b) ? skipInto(State.BEFORE_ATTRIBUTE_NAME) : become(State.BEFORE_ATTRIBUTE_NAME);
    }

    private boolean markupDeclaration() {
        if (startsWith("DOCTYPE", true)) {
            return become(State.DOCTYPE);
        }
        if (startsWith("[CDATA[", false)) {
            position += 7;
            return become(State.CDATA);
        }
        if (startsWith("--", false)) {
            position += 2;
            return become(State.COMMENT);
        }
        return become(State.BOGUS_COMMENT);
    }

    /** Ends at {@code -->} and {@code --!>}'s relatives: a dash, a dash or bang, a right angle bracket; NULs may follow the first. */
    private boolean comment() {
        int from = position;
        for (int dash = indexOf('-', from); dash >= 0 && dash <= end - 3; dash = indexOf('-', dash + 1)) {
            int second = dash + 1;
            while (second < end && bytes[second] == 0) {
                second++;
            }
            if (second + 1 >= end) {
                break;
            }
            if ((bytes[second] == '-' || bytes[second] == '!') && bytes[second + 1] == '>') {
                return token(Type.COMMENT, from, dash, second + 2, State.TEXT);
            }
        }
        return rest(Type.COMMENT, from);
    }

    private boolean bogusComment() {
        int close = indexOf('>', position);
        if (close < 0) {
            return rest(Type.COMMENT, position);
        }
        return token(Type.COMMENT, position, close, close + 1, State.TEXT);
    }

    private boolean percentComment() {
        int close = indexOfPair('%', '>', position);
        if (close < 0) {
            return rest(Type.COMMENT, position);
        }
        return token(Type.COMMENT, position, close, close + 2, State.TEXT);
    }

    private boolean cdata() {
        int from = position;
        for (int at = indexOfPair(']', ']', from); at >= 0; at = indexOfPair(']', ']', at + 1)) {
            if (at + 2 < end && bytes[at + 2] == '>') {
                return token(Type.TEXT, from, at, at + 3, State.TEXT);
            }
        }
        return rest(Type.TEXT, from);
    }

    private boolean doctype() {
        int close = indexOf('>', position);
        if (close < 0) {
            return rest(Type.DOCTYPE, position);
        }
        return token(Type.DOCTYPE, position, close, close + 1, State.TEXT);
    }

    private void skipSpace() {
        while (position < end && isSpace(bytes[position])) {
            position++;
        }
    }

    private boolean startsWith(String upperCase, boolean anyCase) {
        if (end - position < upperCase.length()) {
            return false;
        }
        for (int i = 0; i < upperCase.length(); i++) {
            int b = bytes[position + i];
            if ((anyCase ? SqliTable.upper(b) : b) != upperCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(int wanted, int from) {
        for (int at = from; at < end; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private int indexOfPair(int first, int second, int from) {
        for (int at = from; at + 1 < end; at++) {
            if (bytes[at] == first && bytes[at + 1] == second) {
                return at;
            }
        }
        return -1;
    }

    /** White space of HTML, and what Internet Explorer takes for it: NUL and vertical tab. */
    private static boolean isSpace(int b) {
        return b == ' ' || b >= '\t' && b <= '\r' || b == 0;
    }

    private static boolean isLetter(int b) {
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
}
