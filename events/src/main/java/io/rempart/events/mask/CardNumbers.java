package io.rempart.events.mask;

/**
 * Finds payment card numbers: 13 to 19 digits, bare or in groups divided by one space, dash or plus, with an issuer's prefix
 * (ISO/IEC 7812) and a right check digit (Luhn), and no letter or digit beside them.
 */
final class CardNumbers {
    private static final int MIN_DIGITS = 13;
    private static final int MAX_DIGITS = 19;
    private static final int STRIDE = 4;

    private CardNumbers() {}

    static String mask(String text, MaskToken token) {
        Edits edits = new Edits(text);
        int length = text.length();
        // Digits of a card stand in groups of at least four, so of any five characters in a row inside it one at a
        // multiple
        // of four, or the next such one, is a digit: only those are looked at until one is.
        for (int probe = 0; probe < length; probe += STRIDE) {
            if (!isDigit(text.charAt(probe))) {
                continue;
            }
            int start = probe;
            while (start > 0 && isPart(text.charAt(start - 1))) {
                start--;
            }
            int end = probe + 1;
            while (end < length && isPart(text.charAt(end))) {
                end++;
            }
            if (end - start >= MIN_DIGITS) {
                maskRun(text, start, end, edits, token);
            }
            probe = end - STRIDE + 1;
        }
        return edits.result();
    }

    /** Looks for card numbers in a run of digits and what may divide them. */
    private static void maskRun(String text, int from, int to, Edits edits, MaskToken token) {
        for (int i = from; i + MIN_DIGITS <= to; i++) {
            if (!isDigit(text.charAt(i)) || i > 0 && isWord(text.charAt(i - 1))) {
                continue;
            }
            int end = end(text, i);
            if (end > 0) {
                edits.replace(i, end, token.of(digits(text, i, end)));
                i = end - 1;
            }
        }
    }

    /** The end of the card number that begins at {@code start}; 0 when none does. */
    private static int end(String text, int start) {
        int digits = 0;
        int i = start;
        while (i < text.length() && digits <= MAX_DIGITS) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                digits++;
                i++;
            } else if ((c == ' ' || c == '-' || c == '+') && i + 1 < text.length() && isDigit(text.charAt(i + 1))) {
                i++;
            } else {
                break;
            }
        }
        if (digits < MIN_DIGITS || digits > MAX_DIGITS || i < text.length() && isWord(text.charAt(i))) {
            return 0;
        }
        String number = digits(text, start, i);
        return hasIssuerPrefix(number) && hasRightCheckDigit(number) ? i : 0;
    }

    private static String digits(String text, int from, int to) {
        StringBuilder digits = new StringBuilder(MAX_DIGITS);
        for (int i = from; i < to; i++) {
            if (isDigit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }

    private static boolean hasIssuerPrefix(String n) {
        int two = Integer.parseInt(n.substring(0, 2));
        int four = Integer.parseInt(n.substring(0, 4));
        int length = n.length();
        return n.charAt(0) == '4' && (length == 13 || length == 16 || length == 19)
                || (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) && length == 16
                || (two == 34 || two == 37) && length == 15
                || (two == 36 || two == 38 || four >= 3000 && four <= 3059) && length == 14
                || (four == 6011 || two == 65 || four >= 6440 && four <= 6499 || two == 62) && length >= 16
                || four >= 3528 && four <= 3589 && length >= 16
                || (two == 50 || two == 56 || two == 57 || two == 58 || two == 63 || two == 67) && length >= 16;
    }

    private static boolean hasRightCheckDigit(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            if (i % 2 == 1) {
                digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            }
            sum += digit;
        }
        return sum % 10 == 0;
    }

    private static boolean isPart(char c) {
        return isDigit(c) || c == ' ' || c == '-' || c == '+';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
        return isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.';
    }
}
