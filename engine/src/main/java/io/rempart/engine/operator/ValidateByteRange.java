package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;

/**
 * Description: Looks for bytes outside the given ranges.
 *
 * <p>Arguments: bytes and ranges of bytes in decimal, separated by commas ({@code 9,10,13,32-126}).
 *
 * <p>Returns: true when the value has a byte that is not in any range.
 *
 * <p>Example: {@code SecRule ARGS "@validateByteRange 1-255" "id:1"}
 */
public final class ValidateByteRange implements Operator {
    private final ByteSlice argument;
    private final ByteSet outside;

    private ValidateByteRange(ByteSlice argument, ByteSet outside) {
        this.argument = argument;
        this.outside = outside;
    }

    static ValidateByteRange create(ByteSlice argument) {
        ByteSet inside = ByteSet.NONE;
        for (ByteSlice range : Words.split(argument, ',')) {
            int dash = Search.indexOf(range, ByteSlice.latin1("-"), 1);
            int first = number(range.slice(0, dash < 0 ? range.length() : dash), range);
            int last = dash < 0 ? first : number(range.slice(dash + 1, range.length()), range);
            if (first > last) {
                throw new IllegalArgumentException("The range of bytes \"" + LogText.escape(range, 40)
                        + "\" ends before it begins; write the lower number first.");
            }
            inside = inside.or(ByteSet.range(first, last));
        }
        return new ValidateByteRange(argument, inside.complement());
    }

    /** As C's atoi reads it: what is no number is 0. */
    private static int number(ByteSlice text, ByteSlice range) {
        int number = 0;
        ByteSlice digits = Words.trim(text);
        for (int i = 0; i < digits.length() && digits.at(i) >= '0' && digits.at(i) <= '9' && number <= 255; i++) {
            number = number * 10 + digits.at(i) - '0';
        }
        if (number > 255) {
            throw new IllegalArgumentException(
                    "The range of bytes \"" + LogText.escape(range, 40) + "\" goes beyond 255.");
        }
        return number;
    }

    /** The bytes that make a value match: none of them in a value, no match. */
    public ByteSet outside() {
        return outside;
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        byte[] in = value.array();
        boolean found = false;
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            if (outside.contains(in[i] & 0xFF)) {
                context.matched(i - value.offset(), 1);
                found = true;
                if (!context.locatingGroups()) {
                    break;
                }
            }
        }
        return found;
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        int count = 0;
        for (int i = 0; i < value.length(); i++) {
            if (outside.contains(value.at(i))) {
                count++;
            }
        }
        return "Found " + count + " byte(s) in " + target + " outside range: " + LogText.escape(argument) + ".";
    }

    @Override
    public Requirement requirement() {
        return Requirement.anyByte(outside);
    }

    @Override
    public String name() {
        return "validateByteRange";
    }
}
