package io.rempart.events.store;

/** The store works, but what is asked of it can't be: one sentence that says what to ask instead. */
public final class RequestRefused extends StoreException {
    public RequestRefused(String message) {
        super(message);
    }
}
