package io.rempart.engine;

/** The root of what this library throws. */
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence that says what, where and what to do. */
    public EngineException(String message) {
        super(message);
    }

    /** With the failure behind it. */
    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
