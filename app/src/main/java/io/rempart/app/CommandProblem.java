package io.rempart.app;

/** A sub-command can't do what was asked: one sentence that says what, where, and what to do. */
public final class CommandProblem extends RuntimeException {
    public CommandProblem(String message) {
        super(message);
    }
}
