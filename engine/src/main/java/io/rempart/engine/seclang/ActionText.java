package io.rempart.engine.seclang;

import io.rempart.engine.Compatibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One action as a rule writes it.
 *
 * @param name the name in lower case
 * @param value what follows the colon, quotes removed; empty when nothing does
 * @param hasValue whether a colon follows
 */
record ActionText(String name, String value, boolean hasValue) {
    /**
     * Splits a list of actions at commas outside of single quotes; in quotes, {@code \'} is a quote.
     *
     * @throws IllegalArgumentException when a quote is not closed or an action has no name
     */
    static List<ActionText> parse(String text, Compatibility compatibility) {
        boolean blanksSeparate = compatibility == Compatibility.V2;
        List<ActionText> actions = new ArrayList<>();
        int at = 0;
        int length = text.length();
        while (at < length) {
            while (at < length && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
            if (at >= length) {
                break;
            }
            int start = at;
            while (at < length && text.charAt(at) != ':' && text.charAt(at) != ',') {
                at++;
            }
            String name = text.substring(start, at).trim();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("Expecting an action, got:  " + text.substring(start));
            }
            if (at >= length || text.charAt(at) == ',') {
                actions.add(new ActionText(name.toLowerCase(Locale.ROOT), "", false));
                continue;
            }
            at++;
            while (at < length && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            StringBuilder value = new StringBuilder();
            if (at < length && text.charAt(at) == '\'') {
                at = quoted(text, at, value);
            } else {
                at = plain(text, at, value, blanksSeparate);
            }
            actions.add(new ActionText(name.toLowerCase(Locale.ROOT), value.toString(), true));
        }
        return actions;
    }

    private static int quoted(String text, int open, StringBuilder value) {
        int at = open + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
                value.append('\'');
                at += 2;
            } else if (c == '\'') {
                while (at < text.length() && text.charAt(at) != ',') {
                    at++;
                }
                return at;
            } else {
                value.append(c);
                at++;
            }
        }
        throw new IllegalArgumentException("The value of an action has no closing quote: " + text.substring(open));
    }

    /** What follows a blank that ends a value, as ModSecurity 2 has it: another action. */
    private static final Pattern ACTION = Pattern.compile(
            "\\s+(?:(?:phase|id|msg|t|severity|tag|ver|rev|setvar|ctl|status|logdata|skipAfter):|(?:pass|deny|block|log|nolog|chain|capture)\\s*(?:,|$))",
            Pattern.CASE_INSENSITIVE);

    /** An unquoted value ends at a comma; quotes inside (setvar:tx.x='a,b') protect commas and go. */
    private static int plain(String text, int from, StringBuilder value, boolean blanksSeparate) {
        int at = from;
        boolean quoted = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ',' && !quoted) {
                break;
            }
            if (blanksSeparate
                    && !quoted
                    && at > from
                    && Character.isWhitespace(c)
                    && ACTION.matcher(text).region(at, text.length()).lookingAt()) {
                break;
            }
            if (c == '\'' && (quoted || at > from && text.charAt(at - 1) == '=')) {
                quoted = !quoted;
            } else {
                value.append(c);
            }
            at++;
        }
        int end = value.length();
        while (end > 0 && Character.isWhitespace(value.charAt(end - 1))) {
            end--;
        }
        value.setLength(end);
        return at;
    }
}
