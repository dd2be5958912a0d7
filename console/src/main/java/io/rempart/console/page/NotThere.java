package io.rempart.console.page;

/** What was asked for doesn't exist: shown as a page with status 404. */
final class NotThere extends RuntimeException {
    NotThere() {
        super("not there");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
