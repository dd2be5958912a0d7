package io.rempart.events.store;

import io.rempart.events.RempartEventsException;

/** The store could not do it; one sentence that says what and what to do. */
public class StoreException extends RempartEventsException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
