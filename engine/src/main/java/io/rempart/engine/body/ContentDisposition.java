package io.rempart.engine.body;

import org.jspecify.annotations.Nullable;

/**
 * The Content-Disposition header of a multipart part: {@code form-data} with {@code name}, {@code filename} and
 * {@code filename*} (RFC 5987), nothing else. Text is bytes as ISO-8859-1.
 *
 * <p>Both quotes are accepted, as applications accept them, and flagged when they are not double quotes. A backslash escapes the
 * quote and itself; before anything else it is kept, since browsers send Windows paths so.
 */
final class ContentDisposition {
    /** Codes of the errors, as ModSecurity writes them in its message. */
    private static final int NOT_FORM_DATA = -1;

    private static final int NO_SEMICOLON = -2;
    private static final int NOTHING_AFTER_SEMICOLON = -3;
    private static final int NAME_WITHOUT_EQUALS = -4;
    private static final int NOTHING_AFTER_NAME = -5;
    private static final int NO_VALUE = -6;
    private static final int NOTHING_AFTER_QUOTE = -7;
    private static final int BACKSLASH_AT_END = -8;
    private static final int QUOTE_NOT_CLOSED = -10;
    private static final int UNKNOWN_PARAMETER = -11;
    private static final int TEXT_AFTER_VALUE = -12;
    private static final int EQUALS_EXPECTED = -13;
    private static final int DUPLICATE_NAME = -14;
    private static final int DUPLICATE_FILENAME = -15;
    private static final int CHARACTER_SET_MISSING = -16;
    private static final int LANGUAGE_NOT_CLOSED = -17;
    private static final int INVALID_PERCENT_ENCODING = -18;
    private static final int INVALID_CHARACTER = -19;
    private static final int DUPLICATE_ALTERNATIVE = -20;
    private static final int ALTERNATIVE_ALONE = -21;

    private static final String FORM_DATA = "form-data";
    private static final String CHARACTER_SET_PUNCTUATION = "!#$%&+-^_`{}~";
    private static final String VALUE_PUNCTUATION = "!#$&+-.^_`{}~";
    private static final String NOT_IN_TOKEN = "()<>@,;:\\\"/[]?={}";

    private final String text;
    /** Where the value of the header begins in the body, -1 when it is folded. */
    private final long offset;

    private final BodySink sink;
    private int at;

    private @Nullable String name;
    private @Nullable String filename;
    private @Nullable String alternative;
    private int nameIndex;
    private int filenameIndex;
    private boolean invalidQuoting;
    private char quote;

    ContentDisposition(String text, long offset, BodySink sink) {
        this.text = text;
        this.offset = offset;
        this.sink = sink;
    }

    @Nullable
    String name() {
        return name;
    }

    @Nullable
    String filename() {
        return filename;
    }

    /** {@code filename*}, percent-decoded. */
    @Nullable
    String alternativeFilename() {
        return alternative;
    }

    /** Where in the header's value the name begins. */
    int nameIndex() {
        return nameIndex;
    }

    /** Where in the header's value the file name begins. */
    int filenameIndex() {
        return filenameIndex;
    }

    boolean hasInvalidQuoting() {
        return invalidQuoting;
    }

    /** Reads the header; 0 or the code of an error. What was read before the error stays. */
    int parse() {
        if (!text.startsWith(FORM_DATA)) {
            return NOT_FORM_DATA;
        }
        at = FORM_DATA.length();
        skipBlanks();
        if (atEnd()) {
            return 0;
        }
        if (text.charAt(at) != ';') {
            return NO_SEMICOLON;
        }
        at++;
        while (!atEnd()) {
            int error = parameter();
            if (error != 0) {
                return error;
            }
            skipBlanks();
            if (atEnd()) {
                break;
            }
            if (text.charAt(at) != ';') {
                char before = text.charAt(at - 1);
                invalidQuoting |= before == '\'' || before == '"';
                return TEXT_AFTER_VALUE;
            }
            at++;
        }
        if (alternative != null && filename == null) {
            debug(4, "Multipart: Warning: no filename= but filename*:", alternative + ".");
            return ALTERNATIVE_ALONE;
        }
        return 0;
    }

    private int parameter() {
        skipBlanks();
        if (atEnd()) {
            return NOTHING_AFTER_SEMICOLON;
        }
        int start = at;
        while (!atEnd() && text.charAt(at) != '=' && !isBlank(text.charAt(at))) {
            at++;
        }
        if (atEnd()) {
            return NAME_WITHOUT_EQUALS;
        }
        String parameter = text.substring(start, at);
        skipBlanks();
        if (atEnd()) {
            return NOTHING_AFTER_NAME;
        }
        if (text.charAt(at) != '=') {
            return EQUALS_EXPECTED;
        }
        at++;
        skipBlanks();
        if (atEnd()) {
            return NO_VALUE;
        }
        if (parameter.equals("filename*")) {
            return alternativeValue();
        }
        int valueIndex = at;
        StringBuilder value = new StringBuilder();
        int error = value(value);
        if (error != 0) {
            return error;
        }
        return switch (parameter) {
            case "name" -> name(value.toString(), quote == 0 ? valueIndex : valueIndex + 1);
            case "filename" -> filename(value.toString(), quote == 0 ? valueIndex : valueIndex + 1);
            default -> UNKNOWN_PARAMETER;
        };
    }

    private int name(String value, int valueIndex) {
        checkQuotes(value);
        sink.partName(MultipartBody.bytes(value), place(valueIndex));
        if (name != null) {
            debug(4, "Multipart: Warning: Duplicate Content-Disposition name: ", value + ". Previously: " + name);
            return DUPLICATE_NAME;
        }
        name = value;
        nameIndex = valueIndex;
        debug(9, "Multipart: Content-Disposition name: ", value + ".");
        return 0;
    }

    private int filename(String value, int valueIndex) {
        checkQuotes(value);
        sink.partFilename(MultipartBody.bytes(value), place(valueIndex));
        if (filename != null) {
            debug(4, "Multipart: Warning: Duplicate Content-Disposition filename: ", value + ".");
            return DUPLICATE_FILENAME;
        }
        filename = value;
        filenameIndex = valueIndex;
        debug(9, "Multipart: Content-Disposition filename: ", value + ".");
        return 0;
    }

    private int value(StringBuilder value) {
        quote = text.charAt(at);
        if (quote != '"' && quote != '\'') {
            quote = 0;
            while (!atEnd() && isToken(text.charAt(at))) {
                value.append(text.charAt(at++));
            }
            return 0;
        }
        invalidQuoting |= quote == '\'';
        at++;
        if (atEnd()) {
            return NOTHING_AFTER_QUOTE;
        }
        while (!atEnd() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\') {
                if (at + 1 == text.length()) {
                    return BACKSLASH_AT_END;
                }
                char next = text.charAt(at + 1);
                if (next == quote || next == '\\') {
                    at++;
                }
            }
            value.append(text.charAt(at++));
        }
        if (atEnd()) {
            return QUOTE_NOT_CLOSED;
        }
        at++;
        return 0;
    }

    /** {@code utf-8'en'file%20name} */
    private int alternativeValue() {
        int start = at;
        while (!atEnd() && isOf(CHARACTER_SET_PUNCTUATION)) {
            at++;
        }
        if (at == start || atEnd() || text.charAt(at) != '\'') {
            return CHARACTER_SET_MISSING;
        }
        at++;
        while (!atEnd() && isOf("-")) {
            at++;
        }
        if (atEnd() || text.charAt(at) != '\'') {
            return LANGUAGE_NOT_CLOSED;
        }
        at++;
        StringBuilder value = new StringBuilder();
        while (!atEnd() && text.charAt(at) != ';' && !isBlank(text.charAt(at))) {
            if (text.charAt(at) == '%') {
                boolean fits = text.length() - at > 2;
                int high = fits ? UrlEncodedBody.hexDigit(text.charAt(at + 1)) : -1;
                int low = fits ? UrlEncodedBody.hexDigit(text.charAt(at + 2)) : -1;
                if ((high | low) < 0) {
                    return INVALID_PERCENT_ENCODING;
                }
                value.append((char) (high << 4 | low));
                at += 3;
            } else if (isOf(VALUE_PUNCTUATION)) {
                value.append(text.charAt(at++));
            } else {
                return INVALID_CHARACTER;
            }
        }
        if (alternative != null) {
            debug(4, "Multipart: Warning: Duplicate Content-Disposition filename*: ", value + ".");
            return DUPLICATE_ALTERNATIVE;
        }
        alternative = value.toString();
        sink.partFilename(MultipartBody.bytes(alternative), -1);
        debug(9, "Multipart: Content-Disposition filename*: ", alternative + ".");
        return 0;
    }

    /** Inside double quotes a single quote is text; anywhere else some parsers take it for a quote. */
    private void checkQuotes(String value) {
        if (quote != '"' && value.indexOf('\'') >= 0) {
            debug(9, "Multipart: Invalid quoting detected: ", value + " length " + value.length() + " bytes");
            invalidQuoting = true;
        }
    }

    private long place(int index) {
        return offset < 0 ? -1 : offset + index;
    }

    private boolean isOf(String punctuation) {
        char c = text.charAt(at);
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || punctuation.indexOf(c) >= 0;
    }

    private static boolean isToken(char c) {
        return c > ' ' && c < 0x7F && NOT_IN_TOKEN.indexOf(c) < 0;
    }

    private void skipBlanks() {
        while (!atEnd() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private void debug(int level, String message, String value) {
        if (sink.debugs(level)) {
            sink.debug(level, message + value);
        }
    }
}
