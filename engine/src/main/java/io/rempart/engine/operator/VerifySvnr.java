package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;

/**
 * Description: Looks for an Austrian social insurance number: ten digits, the fourth of which is a check digit, not all alike nor in sequence.
 *
 * <p>Arguments: a regular expression that finds the candidates; ^ and $ match at line ends too.
 *
 * <p>Returns: true when the digits of a match pass the check. With {@code capture} TX:0 is the match.
 *
 * <p>Example: {@code SecRule ARGS "@verifySVNR ([0-9]{4} ?[0-9]{6})" "id:1,capture"}
 */
public final class VerifySvnr extends NumberVerification {
    private static final int[] WEIGHTS = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};

    VerifySvnr(ByteSlice argument, OperatorEnvironment environment) {
        super(argument, environment);
    }

    @Override
    int wantedDigits() {
        return 10;
    }

    @Override
    String title() {
        return "SVNR";
    }

    @Override
    boolean check(int[] digits) {
        if (areEqual(digits) || areConsecutive(digits)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < digits.length; i++) {
            sum += WEIGHTS[i] * digits[i];
        }
        return sum % 11 % 10 == digits[3];
    }

    @Override
    public String name() {
        return "verifySVNR";
    }
}
