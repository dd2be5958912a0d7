package io.rempart.response;

/** The root of what this library throws: one sentence that says what, where, and what to do. */
public class RempartResponseException extends RuntimeException {
    public RempartResponseException(String message) {
        super(message);
    }

    public RempartResponseException(String message, Throwable cause) {
        super(message, cause);
    }
}
