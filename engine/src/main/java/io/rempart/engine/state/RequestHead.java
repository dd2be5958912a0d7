package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import io.rempart.engine.body.BodyFlag;
import io.rempart.engine.body.BodyLimits;
import io.rempart.engine.body.BodySink;
import io.rempart.engine.body.CookieHeader;
import io.rempart.engine.body.UrlEncodedBody;
import io.rempart.engine.bytes.ByteSlice;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Request line and header fields as they were sent, and what is read out of them. The URI is cut by hand, byte by byte: URL
 * libraries decode before they cut, or take {@code //path} for a host (CVE-2024-1019, CVE-2025-29914). For one thread.
 */
public final class RequestHead {
    private static final ByteSlice COOKIE = ByteSlice.latin1("Cookie");

    private final Settings settings;
    private final Values headers = new Values();
    private final int headerLimit;

    private ByteSlice method = ByteSlice.EMPTY;
    private ByteSlice rawUri = ByteSlice.EMPTY;
    private ByteSlice uri = ByteSlice.EMPTY;
    private ByteSlice path = ByteSlice.EMPTY;
    private ByteSlice query = ByteSlice.EMPTY;
    private ByteSlice protocol = ByteSlice.EMPTY;
    private ByteSlice line = ByteSlice.EMPTY;
    /** Bytes so far with a single line feed after each line: the places that ModSecurity 3 names in its logs. */
    private int length;

    private @Nullable ByteSlice decodedPath;
    private @Nullable Values cookies;
    private @Nullable Values arguments;
    private boolean urlEncodedError;
    private boolean tooManyArguments;

    RequestHead(Settings settings) {
        this.settings = settings;
        headerLimit = settings.limits.headers();
    }

    /** The request line. */
    public void line(ByteSlice newMethod, ByteSlice newUri, ByteSlice newProtocol) {
        method = newMethod;
        rawUri = newUri;
        protocol = newProtocol;
        line = joined(newMethod, newUri, newProtocol);
        length = line.length() + 1;
        uri = withoutAuthority(withoutFragment(newUri));
        int question = indexOf(uri, '?', 0);
        path = question < 0 ? uri : uri.slice(0, question);
        query = question < 0 ? ByteSlice.EMPTY : uri.slice(question + 1, uri.length());
    }

    /** One header field; beyond the limit it is not seen. */
    public void header(ByteSlice name, ByteSlice value) {
        if (headers.size() < headerLimit) {
            headers.add(name, value, length + name.length() + 2);
        }
        length += name.length() + value.length() + 3;
    }

    /** REQUEST_METHOD. */
    public ByteSlice method() {
        return method;
    }

    /** REQUEST_URI_RAW: as it was sent. */
    public ByteSlice rawUri() {
        return rawUri;
    }

    /** REQUEST_URI: path and query, without scheme and host. */
    public ByteSlice uri() {
        return uri;
    }

    /** The path as it was sent, not decoded. */
    public ByteSlice path() {
        return path;
    }

    /** The path, percent-decoded after it was cut from the query. */
    public ByteSlice decodedPath() {
        ByteSlice known = decodedPath;
        if (known == null) {
            known = percentDecoded(path);
            decodedPath = known;
        }
        return known;
    }

    /** QUERY_STRING. */
    public ByteSlice query() {
        return query;
    }

    /** REQUEST_PROTOCOL. */
    public ByteSlice protocol() {
        return protocol;
    }

    /** REQUEST_LINE. */
    public ByteSlice requestLine() {
        return line;
    }

    /** REQUEST_HEADERS. */
    public Values headers() {
        return headers;
    }

    /** The first header field of the name, null when there is none. */
    public @Nullable ByteSlice header(ByteSlice name) {
        return headers.first(name);
    }

    /** Where the body begins, counted as ModSecurity 3 does: one byte after each line, and after the last. */
    public int bodyOffset() {
        return length + 1;
    }

    /** The length of {@link #bytes()}. */
    public int length() {
        return length + headers.size() + 3;
    }

    /** The header fields as ModSecurity 3 shows them in FULL_REQUEST: a line feed after each, an empty line. */
    public ByteSlice headerLines() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        for (int i = 0; i < headers.size(); i++) {
            ByteSlice name = headers.key(i);
            if (name != null) {
                write(out, name);
            }
            out.write(':');
            out.write(' ');
            write(out, headers.value(i));
            out.write('\n');
        }
        out.write('\n');
        out.write('\n');
        return ByteSlice.of(out.toByteArray());
    }

    /** Request line and header fields as ModSecurity 2 shows them in FULL_REQUEST: an empty line after the first. */
    public ByteSlice lines2() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 2);
        write(out, line);
        out.write('\n');
        out.write('\n');
        ByteSlice fields = headerLines();
        write(out, fields.slice(0, fields.length() - 1));
        return ByteSlice.of(out.toByteArray());
    }

    /** REQUEST_COOKIES. */
    public Values cookies() {
        Values known = cookies;
        if (known == null) {
            known = readCookies();
            cookies = known;
        }
        return known;
    }

    /** ARGS_GET. */
    public Values arguments() {
        Values known = arguments;
        if (known == null) {
            known = readArguments();
            arguments = known;
        }
        return known;
    }

    /** Whether the query string has a percent sign that encodes nothing. */
    public boolean hasUrlEncodedError() {
        arguments();
        return urlEncodedError;
    }

    /** Whether the query string has more arguments than are read. */
    public boolean hasTooManyArguments() {
        arguments();
        return tooManyArguments;
    }

    /** Request line and header fields as bytes, the empty line included. */
    public ByteSlice bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 2);
        write(out, line);
        for (int i = 0; i < headers.size(); i++) {
            ByteSlice name = headers.key(i);
            out.write('\r');
            out.write('\n');
            if (name != null) {
                write(out, name);
            }
            out.write(':');
            out.write(' ');
            write(out, headers.value(i));
        }
        out.writeBytes(new byte[] {'\r', '\n', '\r', '\n'});
        return ByteSlice.of(out.toByteArray());
    }

    private Values readCookies() {
        Values found = new Values();
        for (int i = 0; i < headers.size(); i++) {
            ByteSlice name = headers.key(i);
            if (name == null || !Ascii.equalIgnoreCase(name, COOKIE)) {
                continue;
            }
            ByteSlice text = headers.value(i);
            if (settings.compatibility == Compatibility.V3) {
                text = withoutTrailingBlanks(text);
            }
            int offset = headers.offset(i);
            CookieHeader.Sink sink = (key, value, nameOffset, valueOffset) -> {
                if (found.size() < settings.limits.arguments()) {
                    found.add(key, value, offset + valueOffset);
                }
            };
            if (settings.cookieFormat == 1) {
                CookieHeader.parseVersion1(text, sink);
            } else {
                CookieHeader.parseVersion0(text, cookieSeparator(text), sink);
            }
        }
        return found;
    }

    private int cookieSeparator(ByteSlice header) {
        if (settings.cookieV0Separator != 0) {
            return settings.cookieV0Separator;
        }
        return settings.compatibility == Compatibility.V2 ? CookieHeader.separatorOfModSecurity2(header) : ';';
    }

    private static ByteSlice withoutTrailingBlanks(ByteSlice value) {
        int end = value.length();
        while (end > 0 && (value.at(end - 1) == ' ' || value.at(end - 1) == '\t')) {
            end--;
        }
        return value.slice(0, end);
    }

    private Values readArguments() {
        Values found = new Values();
        if (query.isEmpty()) {
            return found;
        }
        int offset = method.length() + 1 + (rawUri.length() - withoutFragmentTail()) + (uri.length() - query.length());
        UrlEncodedBody.parse(
                query, BodyLimits.DEFAULT.withArgumentSeparator(settings.argumentSeparator), new BodySink() {
                    @Override
                    public boolean argument(ByteSlice name, ByteSlice value, long nameOffset, long valueOffset) {
                        if (found.size() >= settings.argumentsLimit) {
                            tooManyArguments = true;
                            return false;
                        }
                        found.add(name, value, valueOffset < 0 ? Values.NOWHERE : (int) (offset + valueOffset));
                        return true;
                    }

                    @Override
                    public void flag(BodyFlag flag, int value) {
                        if (flag == BodyFlag.URLENCODED_ERROR && value != 0) {
                            urlEncodedError = true;
                        }
                    }

                    @Override
                    public void error(String message) {
                        tooManyArguments = true;
                    }
                });
        return found;
    }

    /** Percent-decodes a path; a plus sign stays one there, and so does a percent sign that encodes nothing. */
    static ByteSlice percentDecoded(ByteSlice path) {
        int first = indexOf(path, '%', 0);
        if (first < 0) {
            return path;
        }
        byte[] out = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            int b = path.at(i);
            if (b == '%' && i + 2 < path.length()) {
                int high = Character.digit(path.at(i + 1), 16);
                int low = Character.digit(path.at(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    b = high << 4 | low;
                    i += 2;
                }
            }
            out[length++] = (byte) b;
        }
        return ByteSlice.of(out, 0, length);
    }

    private int withoutFragmentTail() {
        int fragment = rawUri.length() - withoutFragment(rawUri).length();
        return uri.length() + fragment;
    }

    private static ByteSlice withoutFragment(ByteSlice uri) {
        int hash = indexOf(uri, '#', 0);
        return hash < 0 ? uri : uri.slice(0, hash);
    }

    /** An absolute URI ({@code http://host/path}) loses scheme and host; {@code //path} is a path. */
    private static ByteSlice withoutAuthority(ByteSlice uri) {
        if (uri.isEmpty() || uri.at(0) == '/') {
            return uri;
        }
        int colon = indexOf(uri, ':', 0);
        if (colon <= 0
                || colon + 2 >= uri.length()
                || uri.at(colon + 1) != '/'
                || uri.at(colon + 2) != '/'
                || !isScheme(uri, colon)) {
            return uri;
        }
        for (int i = colon + 3; i < uri.length(); i++) {
            if (uri.at(i) == '/' || uri.at(i) == '?') {
                return uri.slice(i, uri.length());
            }
        }
        return ByteSlice.latin1("/");
    }

    private static boolean isScheme(ByteSlice uri, int colon) {
        for (int i = 0; i < colon; i++) {
            int c = uri.at(i);
            if (!(c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '+'
                    || c == '-'
                    || c == '.')) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(ByteSlice value, int wanted, int from) {
        for (int i = from; i < value.length(); i++) {
            if (value.at(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static ByteSlice joined(ByteSlice method, ByteSlice uri, ByteSlice protocol) {
        int space = protocol.isEmpty() ? 0 : 1;
        byte[] out = new byte[method.length() + 1 + uri.length() + space + protocol.length()];
        System.arraycopy(method.array(), method.offset(), out, 0, method.length());
        out[method.length()] = ' ';
        System.arraycopy(uri.array(), uri.offset(), out, method.length() + 1, uri.length());
        if (space == 1) {
            int at = method.length() + 1 + uri.length();
            out[at] = ' ';
            System.arraycopy(protocol.array(), protocol.offset(), out, at + 1, protocol.length());
        }
        return ByteSlice.of(out);
    }

    private static void write(ByteArrayOutputStream out, ByteSlice bytes) {
        out.write(bytes.array(), bytes.offset(), bytes.length());
    }
}
