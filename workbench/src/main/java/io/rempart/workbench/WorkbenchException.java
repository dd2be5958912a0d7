package io.rempart.workbench;

/** The root of what the workbench throws; its message is a sentence for a person. */
public final class WorkbenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a sentence that says what, where and what to do. */
    public WorkbenchException(String message) {
        super(message);
    }

    /** With the failure behind it. */
    public WorkbenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
