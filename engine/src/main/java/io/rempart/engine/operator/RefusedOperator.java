package io.rempart.engine.operator;

/** An operator that is known but not run: making one says why. */
final class RefusedOperator {
    private RefusedOperator() {}

    static OperatorFactory because(String name, String reason) {
        return (argument, environment) -> {
            throw new IllegalArgumentException("@" + name + " is not supported: " + reason);
        };
    }
}
