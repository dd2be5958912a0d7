package io.rempart.events;

/** The root of what this library throws: one sentence that says what, where, and what to do. */
public class RempartEventsException extends RuntimeException {
    public RempartEventsException(String message) {
        super(message);
    }

    public RempartEventsException(String message, Throwable cause) {
        super(message, cause);
    }
}
