package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;

/**
 * Description: Looks whether the text occurs in the value as a word, with no letter, digit or underscore beside it; case counts.
 *
 * <p>Arguments: the text; macros are expanded.
 *
 * <p>Returns: true when it does; the empty text always does.
 *
 * <p>Example: {@code SecRule ARGS "@containsWord select" "id:1"}
 */
public final class ContainsWord implements Operator {
    private final Argument wanted;

    ContainsWord(ByteSlice argument) {
        wanted = Argument.of(argument);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        ByteSlice text = wanted.value(context);
        if (text.isEmpty()) {
            return true;
        }
        for (int place = Search.indexOf(value, text, 0); place >= 0; place = Search.indexOf(value, text, place + 1)) {
            int after = place + text.length();
            if ((place == 0 || !isWordPart(value.at(place - 1)))
                    && (after == value.length() || !isWordPart(value.at(after)))) {
                context.matched(place, text.length());
                return true;
            }
        }
        return false;
    }

    private static boolean isWordPart(int b) {
        return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '_';
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
        return "containsWord";
    }
}
