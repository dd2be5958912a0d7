package io.rempart.console;

import org.jspecify.annotations.Nullable;

/** The console can't start; one sentence that says what and what to do. */
public final class ConsoleException extends RuntimeException {
    public ConsoleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public ConsoleException(String message) {
        super(message);
    }
}
