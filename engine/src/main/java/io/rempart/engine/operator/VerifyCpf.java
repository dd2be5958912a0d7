package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks for a Brazilian CPF number: eleven digits with two check digits, not all alike nor in sequence.
 *
 * <p>Arguments: a regular expression that finds the candidates; ^ and $ match at line ends too.
 *
 * <p>Returns: true when the digits of a match pass the check. With {@code capture} TX:0 is the match.
 *
 * <p>Example: {@code SecRule ARGS "@verifyCPF ([0-9]{3}\.){2}[0-9]{3}-[0-9]{2}" "id:1,capture"}
 */
public final class VerifyCpf extends NumberVerification {
    VerifyCpf(ByteSlice argument, OperatorEnvironment environment) {
        super(argument, environment);
    }

    @Override
    int wantedDigits() {
        return 11;
    }

    @Override
    String title() {
        return "CPF";
    }

    @Override
    boolean check(int[] digits) {
        return !areEqual(digits)
                && !areConsecutive(digits)
                && digits[9] == checkDigit(digits, 9)
                && digits[10] == checkDigit(digits, 10);
    }

    /** Weights fall to 2 for the last digit before it; modulo 11, and 10 counts as 0. */
    private static int checkDigit(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += digits[i] * (count + 1 - i);
        }
        int rest = sum % 11;
        return rest < 2 ? 0 : 11 - rest;
    }

    @Override
    public String name() {
        return "verifyCPF";
    }
}
