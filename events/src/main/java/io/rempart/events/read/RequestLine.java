package io.rempart.events.read;

import io.rempart.events.model.ByteText;

/**
 * A request line taken apart.
 *
 * @param method empty, as the rest is, where the line does not begin with a token and a blank
 * @param uri all between the method and the protocol, blanks included
 * @param protocol empty for HTTP/0.9
 */
record RequestLine(ByteText method, ByteText uri, ByteText protocol) {
    private static final RequestLine MALFORMED = new RequestLine(ByteText.EMPTY, ByteText.EMPTY, ByteText.EMPTY);

    static RequestLine of(ByteText line) {
        int blank = Texts.indexOf(line, ' ', 0);
        if (blank <= 0) {
            return MALFORMED;
        }
        for (int i = 0; i < blank; i++) {
            if (!isToken(line.at(i))) {
                return MALFORMED;
            }
        }
        int last = line.length() - 1;
        while (last > blank && line.at(last) != ' ') {
            last--;
        }
        if (last > blank && Texts.startsWithAt(line, last + 1, "HTTP/")) {
            return new RequestLine(
                    line.slice(0, blank), line.slice(blank + 1, last), line.slice(last + 1, line.length()));
        }
        return new RequestLine(line.slice(0, blank), line.slice(blank + 1, line.length()), ByteText.EMPTY);
    }

    /** RFC 9110, section 5.6.2. */
    private static boolean isToken(int c) {
        return Texts.isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
