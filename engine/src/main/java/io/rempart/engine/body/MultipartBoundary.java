package io.rempart.engine.body;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The boundary in a Content-Type header, read as strictly as ModSecurity does: what parsers of applications might read in more
 * than one way is an error, what they merely shouldn't see is flagged.
 */
final class MultipartBoundary {
    private static final String MEDIA_TYPE = "multipart/form-data";
    private static final String PARAMETER = "boundary";
    private static final int LONGEST_HEADER = 1024;
    private static final String PUNCTUATION = "'()+_,-./:=?";

    /** The boundary without the leading dashes; empty when there is none or {@link #error} is not null. */
    private String value = "";

    private @Nullable String error;
    private boolean quoted;
    private boolean whitespace;
    private boolean missingSemicolon;
    private boolean parameterIgnored;

    MultipartBoundary(String contentType) {
        error = read(contentType);
        if (error != null) {
            value = "";
        }
    }

    String value() {
        return value;
    }

    /** What is wrong, or null. */
    @Nullable
    String error() {
        return error;
    }

    boolean isQuoted() {
        return quoted;
    }

    boolean hasWhitespace() {
        return whitespace;
    }

    boolean lacksSemicolon() {
        return missingSemicolon;
    }

    /** Whether something follows the boundary; ModSecurity 3 tolerates it. */
    boolean ignoredParameter() {
        return parameterIgnored;
    }

    private @Nullable String read(String header) {
        if (header.isEmpty()) {
            return "Multipart: Content-Type header not available.";
        }
        if (header.length() > LONGEST_HEADER) {
            return "Multipart: Invalid boundary in C-T (length).";
        }
        if (!header.regionMatches(true, 0, MEDIA_TYPE, 0, MEDIA_TYPE.length())) {
            return "Multipart: Invalid MIME type.";
        }
        if (countParameters(header) > 1) {
            return "Multipart: Multiple boundary parameters in C-T.";
        }
        int at = header.indexOf(PARAMETER);
        if (at < 0) {
            return countParameters(header) > 0
                    ? "Multipart: Invalid boundary in C-T (case sensitivity)."
                    : "Multipart: Boundary not found in C-T.";
        }
        missingSemicolon = true;
        for (int i = MEDIA_TYPE.length(); i < at; i++) {
            if (!isSpace(header.charAt(i))) {
                if (!missingSemicolon || header.charAt(i) != ';') {
                    return "Multipart: Invalid boundary in C-T (malformed).";
                }
                missingSemicolon = false;
            }
        }
        int equals = header.indexOf('=', at + PARAMETER.length());
        if (equals < 0) {
            return "Multipart: Invalid boundary in C-T (malformed).";
        }
        for (int i = at + PARAMETER.length(); i < equals; i++) {
            if (!isSpace(header.charAt(i))) {
                return "Multipart: Invalid boundary in C-T (parameter name).";
            }
            whitespace = true;
        }
        return readValue(header.substring(equals + 1));
    }

    private @Nullable String readValue(String text) {
        if (!text.isEmpty() && isSpace(text.charAt(0))) {
            whitespace = true;
        }
        int length = text.length();
        if (length >= 2 && text.charAt(0) == '"' && text.charAt(length - 1) == '"') {
            value = text.substring(1, length - 1);
            quoted = true;
        } else if (length >= 1 && text.charAt(0) == '"' || length >= 2 && text.charAt(length - 1) == '"') {
            return "Multipart: Invalid boundary in C-T (quote).";
        } else {
            int semicolon = text.indexOf(';');
            parameterIgnored = semicolon >= 0;
            value = parameterIgnored ? text.substring(0, semicolon) : text;
        }
        if (countParameters(value) != 0) {
            return "Multipart: Invalid boundary in C-T (content).";
        }
        if (!hasValidCharacters(value)) {
            return "Multipart: Invalid boundary in C-T (characters).";
        }
        return value.isEmpty() ? "Multipart: Invalid boundary in C-T (empty)." : null;
    }

    /** How often the text has the parameter's name with an equals sign somewhere after it. */
    private static int countParameters(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int lastEquals = lower.lastIndexOf('=');
        int count = 0;
        for (int at = lower.indexOf(PARAMETER); at >= 0; at = lower.indexOf(PARAMETER, at + PARAMETER.length())) {
            if (lastEquals >= at + PARAMETER.length()) {
                count++;
            }
        }
        return count;
    }

    private static boolean hasValidCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean valid = c >= '0' && c <= '9'
                    || c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || PUNCTUATION.indexOf(c) >= 0
                    || c == ' ' && i + 1 < text.length();
            if (!valid) {
                return false;
            }
        }
        return true;
    }

    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
