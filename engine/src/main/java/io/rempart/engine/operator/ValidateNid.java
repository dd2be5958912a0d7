package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import io.rempart.engine.regex.RegexFlag;
import io.rempart.engine.regex.RegexMatch;
import io.rempart.engine.regex.RegexPattern;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Description: Looks for a national identity number (an extension of Coraza): of Chile ({@code cl}), or the United States ({@code us}).
 *
 * <p>Arguments: the country, a space, and a regular expression that finds the candidates.
 *
 * <p>Returns: true when a candidate is valid. With {@code capture} the valid ones are in TX:0 to TX:9 by their position among the candidates.
 *
 * <p>Example: {@code SecRule ARGS "@validateNid us \d{3}-\d{2}-\d{4}" "id:1,capture"}
 */
public final class ValidateNid implements Operator {
    private static final int MOST_CANDIDATES = 10;

    private final RegexPattern pattern;
    private final Predicate<String> check;

    private ValidateNid(RegexPattern pattern, Predicate<String> check) {
        this.pattern = pattern;
        this.check = check;
    }

    static ValidateNid create(ByteSlice argument) {
        String text = Words.trim(argument).toString();
        int space = text.indexOf(' ');
        String country = space < 0 ? text : text.substring(0, space);
        Predicate<String> check = switch (country) {
            case "cl" -> ValidateNid::isChilean;
            case "us" -> ValidateNid::isAmerican;
            default -> throw new IllegalArgumentException("@validateNid knows cl and us, not \"" + country + "\".");
        };
        if (space < 0) {
            throw new IllegalArgumentException("@validateNid " + country + " lacks its regular expression.");
        }
        return new ValidateNid(RegexPattern.compile(text.substring(space + 1), RegexFlag.DOLLAR_END_ONLY), check);
    }

    @Override
    public boolean matches(ByteSlice value, OperatorContext context) {
        boolean found = false;
        List<RegexMatch> candidates = pattern.matches(value, MOST_CANDIDATES);
        for (int i = 0; i < candidates.size(); i++) {
            RegexMatch candidate = candidates.get(i);
            ByteSlice text = value.slice(candidate.start(), candidate.end());
            if (check.test(text.toString())) {
                if (!found) {
                    context.matched(candidate.start(), text.length());
                }
                if (context.capturing()) {
                    context.capture(i, text);
                }
                found = true;
            }
        }
        return found;
    }

    /** RUT: weights 2 to 7 from the right, modulo 11; the last place is a digit or K. */
    private static boolean isChilean(String text) {
        String digits = keep(text.toLowerCase(Locale.ROOT), "0123456789k");
        if (text.length() < 8 || digits.length() < 2) {
            return false;
        }
        int sum = 0;
        int weight = 2;
        for (int i = digits.length() - 2; i >= 0; i--) {
            if (digits.charAt(i) == 'k') {
                return false;
            }
            sum += (digits.charAt(i) - '0') * weight;
            weight = weight == 7 ? 2 : weight + 1;
        }
        return digits.charAt(digits.length() - 1) == "0k987654321".charAt(sum % 11);
    }

    private static boolean isAmerican(String text) {
        int[] digits = keep(text, "0123456789").chars().map(c -> c - '0').toArray();
        if (digits.length < 9) {
            return false;
        }
        int area = 100 * digits[0] + 10 * digits[1] + digits[2];
        int group = 10 * digits[3] + digits[4];
        int serial = 1000 * digits[5] + 100 * digits[6] + 10 * digits[7] + digits[8];
        boolean possible = area > 0 && area < 740 && area != 666 && group > 0 && serial > 0;
        return possible && !NumberVerification.areEqual(digits) && !NumberVerification.isAscending(digits);
    }

    private static String keep(String text, String characters) {
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                kept.append(text.charAt(i));
            }
        }
        return kept.toString();
    }

    @Override
    public Requirement requirement() {
        return new Requirement(pattern.required().clauses(), false);
    }

    @Override
    public String message(ByteSlice value, String target, OperatorContext context) {
        return "National ID match at " + target + ".";
    }

    @Override
    public String name() {
        return "validateNid";
    }
}
