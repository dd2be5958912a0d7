package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks for the number of a credit card: digits that pass the check of Luhn (ISO/IEC 7812).
 *
 * <p>Arguments: a regular expression that finds the candidates; ^ and $ match at line ends too.
 *
 * <p>Returns: true when the digits of a match pass the check. With {@code capture} TX:0 is the match.
 *
 * <p>Example: {@code SecRule ARGS "@verifyCC \d{13,16}" "id:1,capture"}
 */
public final class VerifyCc extends NumberVerification {
    VerifyCc(ByteSlice argument, OperatorEnvironment environment) {
        super(argument, environment);
    }

    @Override
    int wantedDigits() {
        return 0;
    }

    @Override
    String title() {
        return "CC";
    }

    @Override
    boolean check(int[] digits) {
        int sum = 0;
        for (int i = 0; i < digits.length; i++) {
            boolean doubled = (digits.length - i) % 2 == 0;
            int weighted = doubled ? 2 * digits[i] : digits[i];
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }

    @Override
    public String name() {
        return "verifyCC";
    }
}
