package io.rempart.engine.seclang;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ModSecurity 3 takes for the action id: digits, or digits in single quotes, that fit its number. Where its scanner stops it
 * says what follows, to the end of the rule.
 */
final class IdText {
    private static final Pattern ID = Pattern.compile("id:(?:([0-9]+)|'([0-9]+)')", Pattern.CASE_INSENSITIVE);
    private static final int MOST_DIGITS = 18;

    private IdText() {}

    /**
     * Looks at the id in a list of actions, if there is one.
     *
     * @throws IllegalArgumentException in ModSecurity 3's words when it is none
     */
    static void check(String actions) {
        int at = 0;
        while (at < actions.length()) {
            char c = actions.charAt(at);
            if (c == ',' || Character.isWhitespace(c)) {
                at++;
            } else if (actions.regionMatches(true, at, "id:", 0, 3)) {
                id(actions, at);
                return;
            } else {
                at = endOfAction(actions, at);
            }
        }
    }

    private static void id(String actions, int start) {
        Matcher id = ID.matcher(actions).region(start, actions.length());
        int end = id.lookingAt() ? id.end() : start;
        if (end == start || end < actions.length() && ",\"".indexOf(actions.charAt(end)) < 0 && !blank(actions, end)) {
            throw new IllegalArgumentException("Expecting an action, got:  " + actions.substring(end) + "\"");
        }
        String digits = id.group(1) == null ? id.group(2) : id.group(1);
        if (digits.length() > MOST_DIGITS) {
            throw new IllegalArgumentException("The input \"" + digits + "\" does not seems to be a valid rule id.");
        }
    }

    private static boolean blank(String text, int at) {
        return Character.isWhitespace(text.charAt(at));
    }

    /** At the next comma outside of single quotes. */
    private static int endOfAction(String actions, int from) {
        boolean quoted = false;
        for (int at = from; at < actions.length(); at++) {
            char c = actions.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '\'') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return at;
            }
        }
        return actions.length();
    }
}
