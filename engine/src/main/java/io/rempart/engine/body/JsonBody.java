package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Processor JSON (RFC 8259): every string, number and literal becomes an argument whose name is its path.
 *
 * <p>How it works. A state machine takes a byte at a time, so the body may be cut anywhere. What is kept is the path to the value
 * being read, one frame for each open array or object, and the token that a chunk cut in two. What was read before an error
 * stays reported.
 *
 * <p>Strings are decoded (a lone surrogate becomes {@code ?}), must be UTF-8 and free of control characters; numbers and
 * literals are reported as written, {@code null} as an empty value. Nesting above {@link BodyLimits#jsonDepth} is an error, and
 * so are names that add up to more than {@value #LONGEST_NAMES} bytes: one long key above many values would otherwise be
 * copied for each. Messages are those of the yajl library, which ModSecurity's users know.
 */
public final class JsonBody implements BodyProcessor {
    private static final long LONGEST_NAMES = 16L << 20;

    private enum State {
        VALUE,
        FIRST_ELEMENT,
        FIRST_KEY,
        KEY,
        COLON,
        AFTER_VALUE,
        STRING,
        ESCAPE,
        UNICODE,
        NUMBER,
        LITERAL,
        FAILED
    }

    private static final byte[] ARRAY_NAME = {'a', 'r', 'r', 'a', 'y'};
    private static final byte[] ROOT_NAME = {'j', 's', 'o', 'n'};
    private static final byte[] EMPTY_KEY = "empty-key".getBytes(StandardCharsets.US_ASCII);

    private final BodyLimits limits;
    private final BodySink sink;
    private final GrowingBytes path = new GrowingBytes();
    private final GrowingBytes token = new GrowingBytes();

    private State state = State.VALUE;
    private String error = "";
    private long position;
    private boolean anyData;
    private long namesLength;

    private int depth;
    private boolean[] isArray = new boolean[16];
    private int[] pathLength = new int[16];
    private int[] componentStart = new int[16];
    private int[] nextIndex = new int[16];

    private boolean stringIsKey;
    private ByteSlice key = ByteSlice.EMPTY;
    private long keyOffset;
    private long tokenOffset;
    private int continuationBytes;
    private int unicodeDigits;
    private int unicode;
    private int highSurrogate;
    private String literal = "";
    private int literalLength;

    public JsonBody(BodyLimits limits, BodySink sink) {
        this.limits = limits;
        this.sink = sink;
    }

    @Override
    public void write(ByteSlice chunk) {
        anyData |= !chunk.isEmpty();
        byte[] array = chunk.array();
        int offset = chunk.offset();
        int end = chunk.end();
        int at = offset;
        while (at < end && state != State.FAILED) {
            long place = position + at - offset;
            at = switch (state) {
                case STRING -> string(array, at, end);
                case ESCAPE -> escape(array[at], at);
                case UNICODE -> unicode(array[at], at);
                case NUMBER -> number(array, at, end);
                case LITERAL -> literal(array[at], at);
                default -> structure(array[at], at, place);
            };
        }
        position += chunk.length();
    }

    @Override
    public void end(boolean partial) {
        if (state == State.NUMBER) {
            endNumber();
        }
        if (state == State.FAILED) {
            sink.error("JSON parsing error: " + error);
            return;
        }
        boolean complete = state == State.AFTER_VALUE && depth == 0;
        if (complete || !anyData) {
            return;
        }
        if (partial) {
            if ((state == State.STRING || state == State.LITERAL) && !stringIsKey) {
                scalar(token.take());
            }
            return;
        }
        sink.error("JSON parsing error: parse error: premature EOF");
    }

    private int fail(String message) {
        error = message;
        state = State.FAILED;
        return Integer.MAX_VALUE;
    }

    private int structure(byte b, int at, long place) {
        if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
            return at + 1;
        }
        switch (state) {
            case FIRST_ELEMENT -> {
                if (b == ']') {
                    return close(at);
                }
                return beginValue(b, at, place);
            }
            case FIRST_KEY, KEY -> {
                if (b == '"') {
                    beginString(true, place);
                    return at + 1;
                }
                if (b == '}' && state == State.FIRST_KEY) {
                    return close(at);
                }
                return isTokenStart(b)
                        ? fail("parse error: invalid object key (must be a string)")
                        : invalidCharacter(b);
            }
            case COLON -> {
                if (b == ':') {
                    state = State.VALUE;
                    return at + 1;
                }
                return isTokenStart(b)
                        ? fail("parse error: object key and value must be separated by a colon (':')")
                        : invalidCharacter(b);
            }
            case AFTER_VALUE -> {
                return afterValue(b, at);
            }
            default -> {
                return beginValue(b, at, place);
            }
        }
    }

    private int afterValue(byte b, int at) {
        if (depth == 0) {
            return fail("parse error: trailing garbage");
        }
        boolean inArray = isArray[depth - 1];
        if (b == ',') {
            state = inArray ? State.VALUE : State.KEY;
            return at + 1;
        }
        if (b == (inArray ? ']' : '}')) {
            return close(at);
        }
        if (!isTokenStart(b)) {
            return invalidCharacter(b);
        }
        return fail(
                inArray
                        ? "parse error: after array element, I expect ',' or ']'"
                        : "parse error: after key and value, inside map, I expect ',' or '}'");
    }

    private int beginValue(byte b, int at, long place) {
        tokenOffset = place;
        switch (b) {
            case '{' -> {
                return open(false, at);
            }
            case '[' -> {
                return open(true, at);
            }
            case '"' -> {
                beginString(false, place);
                return at + 1;
            }
            case 't' -> beginLiteral("true");
            case 'f' -> beginLiteral("false");
            case 'n' -> beginLiteral("null");
            default -> {
                if (b == '-' || b >= '0' && b <= '9') {
                    state = State.NUMBER;
                    return at;
                }
                return b == '}' || b == ']' || b == ',' || b == ':'
                        ? fail("parse error: unallowed token at this point in JSON text")
                        : invalidCharacter(b);
            }
        }
        return at;
    }

    private int invalidCharacter(byte b) {
        return fail(
                b == '/'
                        ? "lexical error: probable comment found in input text, comments are not enabled."
                        : "lexical error: invalid char in json text.");
    }

    private static boolean isTokenStart(byte b) {
        return b == '{'
                || b == '}'
                || b == '['
                || b == ']'
                || b == ','
                || b == ':'
                || b == '"'
                || b == '-'
                || b >= '0' && b <= '9'
                || b == 't'
                || b == 'f'
                || b == 'n';
    }

    private int open(boolean array, int at) {
        if (depth >= limits.jsonDepth()) {
            return fail("JSON depth limit exceeded (SecRequestBodyJsonDepthLimit " + limits.jsonDepth() + ")");
        }
        if (depth == isArray.length) {
            isArray = Arrays.copyOf(isArray, depth * 2);
            pathLength = Arrays.copyOf(pathLength, depth * 2);
            componentStart = Arrays.copyOf(componentStart, depth * 2);
            nextIndex = Arrays.copyOf(nextIndex, depth * 2);
        }
        pathLength[depth] = path.length();
        int before = path.length();
        if (depth == 0) {
            rootPath(array);
            componentStart[depth] = 0;
        } else {
            component();
            componentStart[depth] = before == 0 ? 0 : before + 1;
        }
        isArray[depth] = array;
        nextIndex[depth] = 0;
        depth++;
        state = array ? State.FIRST_ELEMENT : State.FIRST_KEY;
        return at + 1;
    }

    private void rootPath(boolean array) {
        if (limits.jsonNames() != BodyLimits.JsonNames.V2) {
            path.add(ROOT_NAME, 0, ROOT_NAME.length);
        } else if (array) {
            path.add(ARRAY_NAME, 0, ARRAY_NAME.length);
        }
    }

    private int close(int at) {
        depth--;
        path.truncate(pathLength[depth]);
        state = State.AFTER_VALUE;
        return at + 1;
    }

    /** Adds to the path what leads from the innermost container to the value that begins. */
    private void component() {
        if (path.length() > 0) {
            path.add('.');
        }
        if (!isArray[depth - 1]) {
            boolean nameless = key.isEmpty() && limits.jsonNames() != BodyLimits.JsonNames.V2;
            if (nameless) {
                path.add(EMPTY_KEY, 0, EMPTY_KEY.length);
            } else {
                path.add(key.array(), key.offset(), key.end());
            }
            return;
        }
        int index = nextIndex[depth - 1]++;
        if (limits.jsonNames() == BodyLimits.JsonNames.V2) {
            // In ModSecurity 2 the elements of an array are named like the array.
            int end = path.length() - 1;
            for (int i = componentStart[depth - 1]; i < end; i++) {
                path.add(path.at(i));
            }
            return;
        }
        if (limits.jsonNames() == BodyLimits.JsonNames.V3) {
            path.add(ARRAY_NAME, 0, ARRAY_NAME.length);
            path.add('_');
        }
        byte[] digits = Integer.toString(index).getBytes(StandardCharsets.US_ASCII);
        path.add(digits, 0, digits.length);
    }

    private void scalar(ByteSlice value) {
        state = State.AFTER_VALUE;
        int before = path.length();
        if (depth > 0) {
            component();
        } else if (limits.jsonNames() != BodyLimits.JsonNames.V2) {
            rootPath(false);
        } else {
            // ModSecurity 2 has no name for it; unseen is worse than oddly named.
            path.add(ROOT_NAME, 0, ROOT_NAME.length);
        }
        namesLength += path.length();
        if (namesLength > LONGEST_NAMES) {
            fail("the names of all arguments together are longer than " + LONGEST_NAMES + " bytes");
            return;
        }
        boolean named = depth > 0 && !isArray[depth - 1];
        boolean taken = sink.argument(path.copy(), value, named ? keyOffset : -1, tokenOffset);
        path.truncate(before);
        if (!taken) {
            fail("more arguments than SecArgumentsLimit (" + limits.argumentLimit() + ")");
        }
    }

    private void beginString(boolean isKey, long place) {
        stringIsKey = isKey;
        if (isKey) {
            keyOffset = place + 1;
        } else {
            tokenOffset = place + 1;
        }
        highSurrogate = 0;
        continuationBytes = 0;
        state = State.STRING;
    }

    /** Reads on in a string up to its end, an escape, or the end of the chunk. */
    private int string(byte[] array, int from, int end) {
        if (highSurrogate != 0 && array[from] != '\\') {
            token.add('?');
            highSurrogate = 0;
        }
        int at = from;
        while (at < end) {
            int b = array[at];
            if (continuationBytes > 0) {
                if ((b & 0xC0) != 0x80) {
                    return fail("lexical error: invalid bytes in UTF8 string.");
                }
                continuationBytes--;
            } else if (b < 0) {
                continuationBytes = (b & 0xE0) == 0xC0 ? 1 : (b & 0xF0) == 0xE0 ? 2 : (b & 0xF8) == 0xF0 ? 3 : -1;
                if (continuationBytes < 0) {
                    return fail("lexical error: invalid bytes in UTF8 string.");
                }
            } else if (b == '"') {
                endString(array, from, at);
                return at + 1;
            } else if (b == '\\') {
                token.add(array, from, at);
                state = State.ESCAPE;
                return at + 1;
            } else if (b < ' ') {
                return fail("lexical error: invalid character inside string.");
            }
            at++;
        }
        token.add(array, from, end);
        return end;
    }

    private void endString(byte[] array, int from, int to) {
        ByteSlice text;
        if (token.isEmpty()) {
            text = ByteSlice.of(array, from, to - from);
        } else {
            token.add(array, from, to);
            text = token.take();
        }
        if (stringIsKey) {
            key = text;
            stringIsKey = false;
            state = State.COLON;
        } else {
            scalar(text);
        }
    }

    private int escape(byte b, int at) {
        if (b == 'u') {
            unicode = 0;
            unicodeDigits = 0;
            state = State.UNICODE;
            return at + 1;
        }
        int decoded = switch (b) {
            case '"', '\\', '/' -> b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> -1;
        };
        if (decoded < 0) {
            return fail("lexical error: inside a string, '\\' occurs before a character which it may not.");
        }
        if (highSurrogate != 0) {
            token.add('?');
            highSurrogate = 0;
        }
        token.add(decoded);
        state = State.STRING;
        return at + 1;
    }

    private int unicode(byte b, int at) {
        int digit = UrlEncodedBody.hexDigit(b);
        if (digit < 0) {
            return fail("lexical error: invalid (non-hex) character occurs after '\\u' inside string.");
        }
        unicode = unicode << 4 | digit;
        if (++unicodeDigits < 4) {
            return at + 1;
        }
        state = State.STRING;
        if (highSurrogate != 0) {
            boolean pair = (unicode & 0xFC00) == 0xDC00;
            if (pair) {
                utf8(0x10000 + ((highSurrogate & 0x3FF) << 10) + (unicode & 0x3FF));
                highSurrogate = 0;
                return at + 1;
            }
            token.add('?');
            highSurrogate = 0;
        }
        if ((unicode & 0xFC00) == 0xD800) {
            highSurrogate = unicode;
        } else {
            utf8(unicode);
        }
        return at + 1;
    }

    private void utf8(int codePoint) {
        if (codePoint < 0x80) {
            token.add(codePoint);
        } else if (codePoint < 0x800) {
            token.add(0xC0 | codePoint >> 6);
            token.add(0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            token.add(0xE0 | codePoint >> 12);
            token.add(0x80 | codePoint >> 6 & 0x3F);
            token.add(0x80 | codePoint & 0x3F);
        } else {
            token.add(0xF0 | codePoint >> 18);
            token.add(0x80 | codePoint >> 12 & 0x3F);
            token.add(0x80 | codePoint >> 6 & 0x3F);
            token.add(0x80 | codePoint & 0x3F);
        }
    }

    private void beginLiteral(String text) {
        literal = text;
        literalLength = 0;
        state = State.LITERAL;
    }

    private int literal(byte b, int at) {
        if (b != literal.charAt(literalLength)) {
            token.take();
            return fail("lexical error: invalid string in json text.");
        }
        literalLength++;
        token.add(b);
        if (literalLength == literal.length()) {
            ByteSlice text = token.take();
            scalar(literal.equals("null") ? ByteSlice.EMPTY : text);
        }
        return at + 1;
    }

    private int number(byte[] array, int from, int end) {
        int at = from;
        while (at < end && isNumberByte(array[at])) {
            at++;
        }
        token.add(array, from, at);
        if (at < end) {
            endNumber();
        }
        return state == State.FAILED ? Integer.MAX_VALUE : at;
    }

    private static boolean isNumberByte(byte b) {
        return b >= '0' && b <= '9' || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    private void endNumber() {
        ByteSlice text = token.take();
        int at = text.at(0) == '-' ? 1 : 0;
        int digits = digitsEnd(text, at);
        if (digits == at) {
            fail("lexical error: malformed number, a digit is required after the minus sign.");
            return;
        }
        if (text.at(at) == '0' && digits > at + 1) {
            // ModSecurity shows the zero as an argument before it finds the error; lenient applications read the whole
            scalar(text);
            fail("lexical error: malformed number, nothing may follow a leading zero but a point or an exponent.");
            return;
        }
        at = digits;
        if (at < text.length() && text.at(at) == '.') {
            digits = digitsEnd(text, at + 1);
            if (digits == at + 1) {
                fail("lexical error: malformed number, a digit is required after the decimal point.");
                return;
            }
            at = digits;
        }
        if (at < text.length() && (text.at(at) | 0x20) == 'e') {
            at++;
            if (at < text.length() && (text.at(at) == '+' || text.at(at) == '-')) {
                at++;
            }
            digits = digitsEnd(text, at);
            if (digits == at) {
                fail("lexical error: malformed number, a digit is required after the exponent.");
                return;
            }
            at = digits;
        }
        if (at < text.length()) {
            fail("lexical error: malformed number.");
            return;
        }
        scalar(text);
    }

    private static int digitsEnd(ByteSlice text, int from) {
        int at = from;
        while (at < text.length() && text.at(at) >= '0' && text.at(at) <= '9') {
            at++;
        }
        return at;
    }
}
