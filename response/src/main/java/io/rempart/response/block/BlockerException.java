package io.rempart.response.block;

import io.rempart.response.RempartResponseException;

/** The firewall, or the process that holds it, could not do it; one sentence that says what and what to do. */
public class BlockerException extends RempartResponseException {
    public BlockerException(String message) {
        super(message);
    }

    public BlockerException(String message, Throwable cause) {
        super(message, cause);
    }
}
