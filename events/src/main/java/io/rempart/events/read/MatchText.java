package io.rempart.events.read;

import io.rempart.events.model.ByteText;

/** The part of a message that says how a rule matched, in the engine's words. Stateless. */
final class MatchText {
    private static final String AGAINST = "against variable `";

    private MatchText() {}

    /**
     * The variable it names; empty when it names none. The client chooses the name of an argument, so the first place that fits
     * counts: what stands before it is the rule's. The text must still have its escapes, which tell the pattern's quotes.
     */
    static String variable(ByteText match) {
        int grave = Texts.indexOf(match, AGAINST, 0);
        if (grave >= 0) { // ModSecurity 3
            int value = Texts.indexOf(match, "' (Value: `", grave);
            return value < 0 ? "" : word(match, grave + AGAINST.length(), value);
        }
        int required = Texts.indexOf(match, "against \"", 0);
        if (required >= 0) {
            int quote = Texts.indexOf(match, '"', required + 9);
            return quote < 0 ? "" : word(match, required + 9, quote);
        }
        if (Texts.startsWith(match, "Found ")) {
            int in = Texts.indexOf(match, " byte(s) in ", 0);
            int outside = Texts.lastIndexOf(match, " outside range:");
            return in < 0 || outside < in ? "" : word(match, in + 12, outside);
        }
        int at = quotedEnd(match);
        if (at < 0) {
            at = Texts.indexOf(match, " at ", 0);
        }
        return at < 0 ? "" : word(match, at + 4, match.length());
    }

    /** Where {@code " at "} follows the closing quote of a pattern; -1 when there is none. */
    private static int quotedEnd(ByteText match) {
        int opening = Texts.indexOf(match, '"', 0);
        for (int i = opening + 1; opening >= 0 && i < match.length(); i++) {
            if (match.at(i) == '\\') {
                i++;
            } else if (match.at(i) == '"' && Texts.startsWithAt(match, i + 1, " at ")) {
                return i + 1;
            }
        }
        return -1;
    }

    private static String word(ByteText match, int from, int to) {
        int end = Texts.indexOf(match, ". [offset", from);
        return WordCache.of(RuleMessage.unescape(match.slice(from, end > 0 && end < to ? end : to)));
    }
}
