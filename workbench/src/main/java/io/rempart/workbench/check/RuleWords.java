package io.rempart.workbench.check;

import io.rempart.engine.seclang.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words of a rule, taken apart without asking whether they are right, so that a rule that does not load is checked too. Immutable.
 *
 * @param directive the SecRule or SecAction
 * @param targets what it looks at, {@code &}, {@code !} and keys as written
 * @param operator the operator's name in lower case; {@code rx} when none is named; empty for SecAction
 * @param argument the operator's argument
 * @param actions name and argument of each action; the name in lower case
 */
record RuleWords(Directive directive, List<String> targets, String operator, String argument, List<Action> actions) {

    /** An action; its argument is empty when it has none. */
    record Action(String name, String argument) {}

    /** Of a SecRule or SecAction; null for other directives, and for those without their arguments. */
    static @Nullable RuleWords of(Directive directive) {
        List<String> words = directive.arguments();
        if (directive.name().equalsIgnoreCase("SecAction") && !words.isEmpty()) {
            return new RuleWords(directive, List.of(), "", "", actions(words.get(0)));
        }
        if (!directive.name().equalsIgnoreCase("SecRule") || words.size() < 2) {
            return null;
        }
        String test = words.get(1).strip();
        if (test.startsWith("!")) {
            test = test.substring(1).strip();
        }
        String operator = "rx";
        if (test.startsWith("@")) {
            int end = 1;
            while (end < test.length() && !Character.isWhitespace(test.charAt(end))) {
                end++;
            }
            operator = test.substring(1, end).toLowerCase(Locale.ROOT);
            test = test.substring(end).strip();
        }
        return new RuleWords(
                directive,
                split(words.get(0), "|,"),
                operator,
                test,
                words.size() > 2 ? actions(words.get(2)) : List.of());
    }

    /** The arguments of all actions of a name. */
    List<String> arguments(String action) {
        return actions.stream()
                .filter(each -> each.name().equals(action))
                .map(Action::argument)
                .toList();
    }

    boolean has(String action) {
        return actions.stream().anyMatch(each -> each.name().equals(action));
    }

    /** The variable of a target, in upper case. */
    static String variable(String target) {
        String bare = target.startsWith("&") || target.startsWith("!") ? target.substring(1) : target;
        int colon = bare.indexOf(':');
        return (colon < 0 ? bare : bare.substring(0, colon)).toUpperCase(Locale.ROOT);
    }

    static List<Action> actions(String text) {
        List<Action> actions = new ArrayList<>();
        for (String each : split(text, ",")) {
            int colon = each.indexOf(':');
            String name = (colon < 0 ? each : each.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
            String argument = colon < 0 ? "" : each.substring(colon + 1).strip();
            if (argument.length() > 1 && argument.startsWith("'") && argument.endsWith("'")) {
                argument = argument.substring(1, argument.length() - 1);
            }
            if (!name.isEmpty()) {
                actions.add(new Action(name, argument));
            }
        }
        return actions;
    }

    /** Cuts at separators outside of single quotes and of patterns after a colon ({@code ARGS:/a|b/}). */
    private static List<String> split(String text, String separators) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        boolean pattern = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
                continue;
            }
            if (c == '\'' && !pattern) {
                quoted = !quoted;
            } else if (c == '/' && separators.indexOf('|') >= 0 && !quoted) {
                boolean opens = i > 0 && text.charAt(i - 1) == ':' && !isXml(part);
                pattern = pattern ? false : opens;
            }
            if (separators.indexOf(c) >= 0 && !quoted && !pattern) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        parts.removeIf(String::isEmpty);
        return parts;
    }

    private static boolean isXml(CharSequence part) {
        return part.toString().toUpperCase(Locale.ROOT).endsWith("XML:");
    }
}
