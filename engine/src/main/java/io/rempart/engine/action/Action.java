package io.rempart.engine.action;

import io.rempart.engine.state.TransactionState;

/** Something a rule does each time it matches, that does not stop the transaction. Immutable, thread-safe. */
public interface Action {
    /** As the rule has it, {@code setvar:tx.score=+5}; for logs. */
    String text();

    /** Whether ModSecurity 3 does it at each match, not once after the whole chain matched. */
    default boolean isImmediate() {
        return false;
    }

    /** Does it. What can't be done is told to the debug log; never throws. */
    void perform(TransactionState state);
}
