package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks whether the value as a number is greater than the argument.
 *
 * <p>Arguments: a number; macros are expanded.
 *
 * <p>Returns: true when it is. What is no number counts as 0.
 *
 * <p>Example: {@code SecRule &REQUEST_HEADERS_NAMES "@gt 15" "id:1"}
 */
public final class Gt extends NumericComparison {
    Gt(ByteSlice argument, Compatibility compatibility) {
        super(argument, compatibility);
    }

    @Override
    public String name() {
        return "gt";
    }

    @Override
    boolean compare(long value, long argument) {
        return value > argument;
    }
}
