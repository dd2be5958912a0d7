package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import java.util.List;

/**
 * Description: Never matches.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: false.
 *
 * <p>Example: {@code SecRule ARGS "@noMatch" "id:1"}
 */
public final class NoMatch implements Operator {
    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        return false;
    }

    @Override
    public Requirement requirement() {
        return Requirement.anyOf(List.of());
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "No match.";
    }

    @Override
    public String name() {
        return "noMatch";
    }
}
