package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Always matches.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: true.
 *
 * <p>Example: {@code SecRule REMOTE_ADDR "@unconditionalMatch" "id:1"}
 */
public final class UnconditionalMatch implements Operator {
    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        return true;
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "Unconditional match in SecAction.";
    }

    @Override
    public String name() {
        return "unconditionalMatch";
    }
}
