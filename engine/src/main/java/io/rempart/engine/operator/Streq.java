package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;

/**
 * Description: Looks whether the value is exactly the text; case counts.
 *
 * <p>Arguments: the text; macros are expanded.
 *
 * <p>Returns: true when it is.
 *
 * <p>Example: {@code SecRule ARGS:foo "!@streq bar" "id:1"}
 */
public final class Streq implements Operator {
    private final Argument wanted;

    Streq(ByteSlice argument) {
        wanted = Argument.of(argument);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        if (!value.equals(wanted.value(context))) {
            return false;
        }
        context.matched(0, value.length());
        return true;
    }

    @Override
    public Requirement requirement() {
        return wanted.toOccur(false);
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "String match \"" + LogText.escape(wanted.value(context)) + "\" at " + target + ".";
    }

    @Override
    public String name() {
        return "streq";
    }
}
