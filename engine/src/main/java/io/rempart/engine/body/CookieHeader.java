package io.rempart.engine.body;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Splits a Cookie header into REQUEST_COOKIES. Stateless. Values are not decoded, duplicates are kept, a cookie without a
 * name is left out, one without {@code =} has an empty value.
 */
public final class CookieHeader {
    private CookieHeader() {}

    /** Takes one cookie. */
    @FunctionalInterface
    public interface Sink {
        /**
         * @param nameOffset where the name begins in the header's value
         * @param valueOffset where the value begins
         */
        void cookie(ByteSlice name, ByteSlice value, int nameOffset, int valueOffset);
    }

    /**
     * Version 0 cookies (Netscape; SecCookieFormat 0, the default): split at the separator (SecCookieV0Separator, {@code ;}),
     * white space before a name skipped, nothing else trimmed or unquoted.
     */
    public static void parseVersion0(ByteSlice header, int separator, Sink sink) {
        int length = header.length();
        int start = 0;
        while (start < length) {
            int end = start;
            while (end < length && header.at(end) != separator) {
                end++;
            }
            int name = start;
            while (name < end && isSpace(header.at(name))) {
                name++;
            }
            int equals = name;
            while (equals < end && header.at(equals) != '=') {
                equals++;
            }
            if (equals > name) {
                int value = Math.min(equals + 1, end);
                sink.cookie(header.slice(name, equals), header.slice(value, end), name, value);
            }
            start = end + 1;
        }
    }

    /**
     * What separates version 0 cookies in ModSecurity 2 when SecCookieV0Separator does not say: a header without any semicolon whose
     * first comma has white space behind it is split at commas (observed in 2.9.7).
     */
    public static int separatorOfModSecurity2(ByteSlice header) {
        int comma = -1;
        for (int i = 0; i < header.length(); i++) {
            int c = header.at(i);
            if (c == ';') {
                return ';';
            }
            if (c == ',' && comma < 0) {
                comma = i;
            }
        }
        boolean separates = comma >= 0 && comma + 1 < header.length() && isSpace(header.at(comma + 1));
        return separates ? ',' : ';';
    }

    /**
     * Version 1 cookies (RFC 2109; SecCookieFormat 1): {@code ;} and {@code ,} separate, values may be quoted, with backslash
     * escapes inside the quotes; an attribute of a cookie such as {@code $Path} is named {@code $cookie_Path}.
     */
    public static void parseVersion1(ByteSlice header, Sink sink) {
        int length = header.length();
        int at = 0;
        ByteSlice cookie = ByteSlice.EMPTY;
        while (at < length) {
            while (at < length && (isSpace(header.at(at)) || isEndOfCookie(header.at(at)))) {
                at++;
            }
            int nameStart = at;
            while (at < length && header.at(at) != '=' && !isEndOfCookie(header.at(at))) {
                at++;
            }
            ByteSlice name = trimmedEnd(header.slice(nameStart, at));
            ByteSlice value = ByteSlice.EMPTY;
            int valueStart = at;
            if (at < length && header.at(at) == '=') {
                at++;
                while (at < length && isSpace(header.at(at))) {
                    at++;
                }
                valueStart = at;
                if (at < length && header.at(at) == '"') {
                    valueStart++;
                    GrowingBytes unquoted = new GrowingBytes();
                    at++;
                    while (at < length && header.at(at) != '"') {
                        if (header.at(at) == '\\' && at + 1 < length) {
                            at++;
                        }
                        unquoted.add(header.at(at++));
                    }
                    at++;
                    value = unquoted.take();
                } else {
                    while (at < length && !isEndOfCookie(header.at(at))) {
                        at++;
                    }
                    value = trimmedEnd(header.slice(valueStart, at));
                }
            }
            if (name.isEmpty()) {
                continue;
            }
            if (name.at(0) == '$' && !cookie.isEmpty()) {
                name = attributeName(cookie, name);
            } else if (name.at(0) != '$') {
                cookie = name;
            }
            sink.cookie(name, value, nameStart, valueStart);
        }
    }

    private static ByteSlice attributeName(ByteSlice cookie, ByteSlice attribute) {
        GrowingBytes name = new GrowingBytes();
        name.add('$');
        name.add(cookie.array(), cookie.offset(), cookie.end());
        name.add('_');
        name.add(attribute.array(), attribute.offset() + 1, attribute.end());
        return name.take();
    }

    private static ByteSlice trimmedEnd(ByteSlice text) {
        int end = text.length();
        while (end > 0 && isSpace(text.at(end - 1))) {
            end--;
        }
        return text.slice(0, end);
    }

    private static boolean isEndOfCookie(int b) {
        return b == ';' || b == ',';
    }

    private static boolean isSpace(int b) {
        return b == ' ' || b >= '\t' && b <= '\r';
    }
}
