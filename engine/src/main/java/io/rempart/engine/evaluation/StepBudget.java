package io.rempart.engine.evaluation;

/** Counts the work of one transaction. For one thread. */
final class StepBudget {
    private long left;

    StepBudget(long steps) {
        left = steps;
    }

    /** An operator looks at so many bytes. */
    void spend(int bytes) {
        left -= 1 + (bytes >>> 6);
    }

    boolean isExhausted() {
        return left < 0;
    }
}
