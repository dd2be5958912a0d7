package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks whether the value occurs in the text; case counts. To compare with one of several words put a mark around each.
 *
 * <p>Arguments: the text; macros are expanded.
 *
 * <p>Returns: true when it does; the empty value occurs in every text.
 *
 * <p>Example: {@code SecRule REQUEST_METHOD "!@within %{tx.allowed_methods}" "id:1"}
 */
public final class Within implements Operator {
    private final Argument text;

    Within(ByteSlice argument) {
        text = Argument.of(argument);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        if (Search.indexOf(text.value(context), value, 0) < 0) {
            return false;
        }
        context.matched(0, value.length());
        return true;
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        ByteSlice shown = value.isEmpty() ? value : text.value(context);
        return "String match within \"" + LogText.escape(shown) + "\" at " + target + ".";
    }

    @Override
    public String name() {
        return "within";
    }
}
