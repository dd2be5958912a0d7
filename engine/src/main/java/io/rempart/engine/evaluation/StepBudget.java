package io.rempart.engine.evaluation;

/** Counts the work of one transaction: what looks at bytes, shared by all rules or not. For one thread. */
final class StepBudget {
    private long left;

    StepBudget(long steps) {
        left = steps;
    }

    /** An operator, a transformation, a search of literals or an automaton looks at so many bytes. */
    void spend(int bytes) {
        left -= 1 + (bytes >>> 6);
    }

    boolean isExhausted() {
        return left < 0;
    }
}
