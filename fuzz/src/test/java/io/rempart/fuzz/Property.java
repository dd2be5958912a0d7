package io.rempart.fuzz;

/** A property that did not hold. */
final class Property {
    private Property() {}

    static void holds(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
