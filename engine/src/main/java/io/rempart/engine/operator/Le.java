package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks whether the value as a number is less than or equal to the argument.
 *
 * <p>Arguments: a number; macros are expanded.
 *
 * <p>Returns: true when it is. What is no number counts as 0.
 *
 * <p>Example: {@code SecRule &REQUEST_HEADERS_NAMES "@le 15" "id:1"}
 */
public final class Le extends NumericComparison {
    Le(ByteSlice argument, Compatibility compatibility) {
        super(argument, compatibility);
    }

    @Override
    public String name() {
        return "le";
    }

    @Override
    boolean compare(long value, long argument) {
        return value <= argument;
    }
}
