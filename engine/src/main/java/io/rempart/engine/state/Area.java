package io.rempart.engine.state;

/** A part of a transaction's data that changes as a whole; what is derived from it stays valid until it does. */
public enum Area {
    /** Connection, request line, request headers, query string. */
    REQUEST_HEAD,
    /** What the request body was read into. */
    REQUEST_CONTENT,
    /** Status line and headers of the response. */
    RESPONSE_HEAD,
    /** The response body. */
    RESPONSE_CONTENT,
    /** What rules themselves change while they run: never kept. */
    VOLATILE
}
