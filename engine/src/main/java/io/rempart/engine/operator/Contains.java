package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;

/**
 * Description: Looks whether the text occurs in the value; case counts.
 *
 * <p>Arguments: the text; macros are expanded.
 *
 * <p>Returns: true when it does; the empty text occurs everywhere.
 *
 * <p>Example: {@code SecRule REQUEST_URI "@contains .php" "id:1"}
 */
public final class Contains implements Operator {
    private final Argument wanted;

    Contains(ByteSlice argument) {
        wanted = Argument.of(argument);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        ByteSlice text = wanted.value(context);
        int place = Search.indexOf(value, text, 0);
        if (place < 0) {
            return false;
        }
        context.matched(place, text.length());
        return true;
    }

    @Override
    public Requirement requirement() {
        return wanted.toOccur(true);
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "String match \"" + LogText.escape(wanted.value(context)) + "\" at " + target + ".";
    }

    @Override
    public String name() {
        return "contains";
    }
}
