package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import org.jspecify.annotations.Nullable;

/** Status line, header fields and body of the response. For one thread. */
public final class Response {
    private static final ByteSlice CONTENT_TYPE = ByteSlice.latin1("Content-Type");
    private static final ByteSlice CONTENT_LENGTH = ByteSlice.latin1("Content-Length");

    private final Values headers = new Values();
    private final int headerLimit;
    private int status;
    private ByteSlice protocol = ByteSlice.EMPTY;
    private ByteSlice body = ByteSlice.EMPTY;
    private @Nullable RequestBodyContent content;

    Response(Settings settings) {
        headerLimit = settings.limits.headers();
    }

    /** The status line. */
    public void line(int newStatus, ByteSlice newProtocol) {
        status = newStatus;
        protocol = newProtocol;
    }

    /** One header field; beyond the limit it is not seen. */
    public void header(ByteSlice name, ByteSlice value) {
        if (headers.size() < headerLimit) {
            headers.add(name, value);
        }
    }

    /** The body, as far as it was kept. */
    public void body(ByteSlice bytes) {
        body = bytes;
    }

    /** What a response body processor found in the body. */
    public void content(RequestBodyContent found) {
        content = found;
    }

    /** RESPONSE_STATUS, 0 when there is none yet. */
    public int status() {
        return status;
    }

    /** RESPONSE_PROTOCOL. */
    public ByteSlice protocol() {
        return protocol;
    }

    /** RESPONSE_HEADERS. */
    public Values headers() {
        return headers;
    }

    /** RESPONSE_BODY. */
    public ByteSlice body() {
        return body;
    }

    /** What a response body processor found, null when none ran. */
    public @Nullable RequestBodyContent content() {
        return content;
    }

    /** RESPONSE_CONTENT_TYPE: the media type with its parameters, empty when none is sent. */
    public ByteSlice contentType() {
        ByteSlice type = headers.first(CONTENT_TYPE);
        return type == null ? ByteSlice.EMPTY : type;
    }

    /** The media type alone, in lower case. */
    public String mediaType() {
        String type = Ascii.lowerCase(contentType()).toString();
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).trim();
    }

    /** RESPONSE_CONTENT_LENGTH: as the header says, else the length of the body. */
    public ByteSlice contentLength() {
        ByteSlice length = headers.first(CONTENT_LENGTH);
        return length == null ? Ascii.decimal(body.length()) : length;
    }
}
