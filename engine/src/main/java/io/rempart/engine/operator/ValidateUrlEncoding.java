package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import java.util.List;

/**
 * Description: Looks for a percent sign that two hexadecimal digits do not follow.
 *
 * <p>Arguments: none.
 *
 * <p>Returns: true when there is one.
 *
 * <p>Example: {@code SecRule REQUEST_URI_RAW "@validateUrlEncoding" "id:1"}
 */
public final class ValidateUrlEncoding implements Operator {
    private static final ByteSlice PERCENT = ByteSlice.latin1("%");

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        int place = firstInvalid(value);
        if (place < 0) {
            return false;
        }
        context.matched(place, Math.min(3, value.length() - place));
        return true;
    }

    private static int firstInvalid(ByteSlice value) {
        byte[] in = value.array();
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            if (in[i] == '%') {
                if (i + 2 >= end || Character.digit(in[i + 1], 16) < 0 || Character.digit(in[i + 2], 16) < 0) {
                    return i - value.offset();
                }
                i += 2;
            }
        }
        return -1;
    }

    @Override
    public Requirement requirement() {
        return Requirement.anyOf(List.of(PERCENT));
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        boolean cutOff = firstInvalid(value) + 2 >= value.length();
        return "Invalid URL Encoding: "
                + (cutOff ? "Not enough characters at the end of input at " : "Non-hexadecimal digits used at ")
                + target + ".";
    }

    @Override
    public String name() {
        return "validateUrlEncoding";
    }
}
