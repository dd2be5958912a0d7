package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks for a US social security number: nine digits with a possible area, not all alike nor in sequence.
 *
 * <p>Arguments: a regular expression that finds the candidates; ^ and $ match at line ends too.
 *
 * <p>Returns: true when the digits of a match pass the check. With {@code capture} TX:0 is the match.
 *
 * <p>Example: {@code SecRule ARGS "@verifySSN \d{3}-?\d{2}-?\d{4}" "id:1,capture"}
 */
public final class VerifySsn extends NumberVerification {
    VerifySsn(ByteSlice argument, OperatorEnvironment environment) {
        super(argument, environment);
    }

    @Override
    int wantedDigits() {
        return 9;
    }

    @Override
    String title() {
        return "SSN";
    }

    @Override
    boolean check(int[] digits) {
        int area = 100 * digits[0] + 10 * digits[1] + digits[2];
        int group = 10 * digits[3] + digits[4];
        int serial = 1000 * digits[5] + 100 * digits[6] + 10 * digits[7] + digits[8];
        boolean possible = area > 0 && area < 740 && area != 666 && group > 0 && serial > 0;
        return possible && !areEqual(digits) && !isAscending(digits);
    }

    @Override
    public String name() {
        return "verifySSN";
    }
}
