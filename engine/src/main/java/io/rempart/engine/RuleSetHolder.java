package io.rempart.engine;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** The rule set in force, exchanged atomically; transactions that have begun keep theirs. Thread-safe. */
public final class RuleSetHolder {
    private final AtomicReference<RuleSet> current;

    /** With the first rule set. */
    public RuleSetHolder(RuleSet first) {
        current = new AtomicReference<>(first);
    }

    /** The rule set in force now. */
    public RuleSet get() {
        return Objects.requireNonNull(current.get());
    }

    /** Puts another rule set in force and returns the former. */
    public RuleSet replace(RuleSet next) {
        return Objects.requireNonNull(current.getAndSet(next));
    }
}
