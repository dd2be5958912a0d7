package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;

/**
 * Description: Looks whether the value begins with the text; case counts.
 *
 * <p>Arguments: the text; macros are expanded.
 *
 * <p>Returns: true when it does; the empty text begins every value.
 *
 * <p>Example: {@code SecRule REQUEST_LINE "!@beginsWith GET" "id:1"}
 */
public final class BeginsWith implements Operator {
    private final Argument wanted;

    BeginsWith(ByteSlice argument) {
        wanted = Argument.of(argument);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        ByteSlice text = wanted.value(context);
        if (!Search.isAt(value, text, 0)) {
            return false;
        }
        context.matched(0, text.length());
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
        return "beginsWith";
    }
}
