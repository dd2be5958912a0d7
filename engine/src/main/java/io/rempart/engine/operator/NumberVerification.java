package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import io.rempart.engine.regex.Outcome;
import io.rempart.engine.regex.RegexPattern;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the operators that verify numbers share: they look for matches of a pattern, from each byte after the beginning of the last
 * match on, until the digits of one pass the check.
 */
abstract class NumberVerification implements Operator {
    /** Most bytes that the searches in one value may go over together, beside eight times its length. */
    private static final long WORK = 1 << 21;

    /** What a search costs whatever it finds, in bytes. */
    private static final int ATTEMPT = 16;

    private final RegexPattern pattern;
    private final int stepLimit;

    NumberVerification(ByteSlice pattern, OperatorEnvironment environment) {
        this.pattern = Patterns.compileMultiline(pattern);
        stepLimit = environment.regexMatchLimit();
    }

    /** The number of digits that the check wants; 0 for any. */
    abstract int wantedDigits();

    /** Whether the digits (0 to 9 each) pass. */
    abstract boolean check(int[] digits);

    /** How logs name the kind of number. */
    abstract String title();

    @Override
    public final boolean matches(ByteSlice value, OperatorContext context) {
        int[] positions = find(value, context);
        if (positions == null) {
            return false;
        }
        context.matched(positions[0], positions[1] - positions[0]);
        if (context.capturing()) {
            int[] groups = new int[2 * Math.min(10, pattern.groupCount() + 1)];
            if (pattern.match(value, positions[0], groups, stepLimit) == Outcome.MATCH) {
                Patterns.capture(value, groups, 0, context);
            }
        }
        return true;
    }

    private int @Nullable [] find(ByteSlice value, OperatorContext context) {
        int[] positions = new int[2];
        long work = WORK + 8L * value.length();
        int from = 0;
        while (from < value.length()) {
            Outcome outcome = pattern.match(value, from, positions, stepLimit);
            work -= (outcome == Outcome.MATCH ? positions[1] : value.length()) - from + ATTEMPT;
            if (outcome == Outcome.NO_MATCH) {
                return null;
            }
            if (outcome == Outcome.LIMIT_EXCEEDED || work < 0) {
                Patterns.limitExceeded(context);
                return null;
            }
            int[] digits = digits(value, positions[0], positions[1]);
            if (digits.length > 0 && (wantedDigits() == 0 || digits.length == wantedDigits()) && check(digits)) {
                return positions;
            }
            from = positions[0] + 1;
        }
        return null;
    }

    private static int[] digits(ByteSlice value, int from, int to) {
        int[] digits = new int[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            int b = value.at(i);
            if (b >= '0' && b <= '9') {
                digits[n++] = b - '0';
            }
        }
        return Arrays.copyOf(digits, n);
    }

    /** Whether all digits are the same. */
    static boolean areEqual(int[] digits) {
        for (int digit : digits) {
            if (digit != digits[0]) {
                return false;
            }
        }
        return true;
    }

    /** Whether each digit is one more than the one before it. */
    static boolean isAscending(int[] digits) {
        return areConsecutive(digits) && digits[digits.length - 1] == digits[0] + digits.length - 1;
    }

    /** Whether each digit is one more than the one before it, after 9 comes 0. */
    static boolean areConsecutive(int[] digits) {
        for (int i = 1; i < digits.length; i++) {
            if (digits[i] != (digits[i - 1] + 1) % 10) {
                return false;
            }
        }
        return true;
    }

    @Override
    public final Requirement requirement() {
        return new Requirement(pattern.required().clauses(), false);
    }

    @Override
    public final String message(ByteSlice value, String target, OperatorContext context) {
        int[] positions = find(value, context);
        ByteSlice match = positions == null ? value : value.slice(positions[0], positions[1]);
        return title() + "# match \"" + LogText.escape(match) + "\" at " + target + ". [offset \""
                + (positions == null ? 0 : positions[0]) + "\"]";
    }
}
