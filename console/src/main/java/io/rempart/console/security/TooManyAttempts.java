package io.rempart.console.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** The log-in isn't even tried: wait first. */
public final class TooManyAttempts extends AuthenticationException {
    private final Duration wait;

    TooManyAttempts(Duration wait) {
        super("wait " + wait.toSeconds() + " s");
        this.wait = wait;
    }

    /** Whole seconds to wait, at least one. */
    public long seconds() {
        return Math.max(1, (wait.toMillis() + 999) / 1_000);
    }
}
