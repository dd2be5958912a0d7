package io.rempart.engine.operator;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.util.Locale;

/**
 * What the operators that compare numbers share. A number is what C's {@code atoi} reads: white space, a sign, digits; whatever
 * follows is ignored, and what begins otherwise is 0. Where C leaves an overflow undefined, the number stays at the greatest 64 bits
 * can hold. Coraza takes only text that is a number throughout, else 0.
 */
abstract class NumericComparison implements Operator {
    private final Argument argument;
    private final boolean strict;
    private final long constant;

    NumericComparison(ByteSlice argument, Compatibility compatibility) {
        this.argument = Argument.of(argument);
        strict = compatibility == Compatibility.CORAZA;
        constant = number(argument);
    }

    abstract boolean compare(long value, long argument);

    @Override
    public final boolean matches(ByteSlice value, OperatorContext context) {
        if (!compare(number(value), expected(context))) {
            return false;
        }
        context.matched(0, value.length());
        return true;
    }

    private long expected(OperatorContext context) {
        return argument.hasMacros() ? number(argument.value(context)) : constant;
    }

    @Override
    public final String message(ByteSlice value, String target, OperatorContext context) {
        return "Operator " + name().toUpperCase(Locale.ROOT) + " matched " + expected(context) + " at " + target + ".";
    }

    private long number(ByteSlice text) {
        int i = 0;
        int length = text.length();
        while (!strict && i < length && (text.at(i) == ' ' || text.at(i) >= '\t' && text.at(i) <= '\r')) {
            i++;
        }
        boolean negative = i < length && text.at(i) == '-';
        if (negative || i < length && text.at(i) == '+') {
            i++;
        }
        long number = 0;
        int first = i;
        for (; i < length && text.at(i) >= '0' && text.at(i) <= '9'; i++) {
            int digit = text.at(i) - '0';
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        if (strict && (i < length || i == first)) {
            return 0;
        }
        return negative ? -number : number;
    }
}
