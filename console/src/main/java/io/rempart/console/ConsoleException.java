package io.rempart.console;

/** The console can't start; one sentence that says what and what to do. */
public final class ConsoleException extends RuntimeException {
    public ConsoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
