package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;

/**
 * Description: Looks whether the value ends with the text; case counts.
 *
 * <p>Arguments: the text; macros are expanded.
 *
 * <p>Returns: true when it does; every value ends with the empty text.
 *
 * <p>Example: {@code SecRule ARGS:route "!@endsWith %{REQUEST_ADDR}" "id:1"}
 */
public final class EndsWith implements Operator {
    private final Argument wanted;

    EndsWith(ByteSlice argument) {
        wanted = Argument.of(argument);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        ByteSlice text = wanted.value(context);
        int place = value.length() - text.length();
        if (!Search.isAt(value, text, place)) {
            return false;
        }
        context.matched(place, text.length());
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
        return "endsWith";
    }
}
