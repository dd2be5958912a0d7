package io.rempart.console.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The terms of a search text as chips: each can be negated or taken away, and a value of a page can be added. Works on the
 * text, outside of what the language means: quotes and brackets are kept whole. Immutable.
 */
public record SearchTerms(List<String> terms) {
    /** A term and what the search becomes without it, or with its opposite. */
    public record Chip(String text, boolean isNegated, String without, String opposite) {}

    static SearchTerms of(String text) {
        List<String> terms = new ArrayList<>();
        StringBuilder term = new StringBuilder();
        int depth = 0;
        char closing = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (closing != 0) {
                term.append(c);
                if (c == '\\' && i + 1 < text.length()) {
                    term.append(text.charAt(++i));
                } else if (c == closing) {
                    closing = 0;
                }
            } else if (Character.isWhitespace(c) && depth <= 0) {
                addTo(terms, term);
            } else {
                closing = mayOpen(term) ? closing(c) : 0;
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                term.append(c);
            }
        }
        addTo(terms, term);
        return new SearchTerms(List.copyOf(terms));
    }

    /** A quote opens at the beginning of a term or in the value of a field; inside a word it is a character. */
    private static boolean mayOpen(StringBuilder term) {
        return term.isEmpty() || term.indexOf(":") > 0 || "-(".indexOf(term.charAt(term.length() - 1)) >= 0;
    }

    private static char closing(char c) {
        return switch (c) {
            case '"' -> '"';
            case '\u201C' -> '\u201D';
            case '\u00AB' -> '\u00BB';
            default -> 0;
        };
    }

    private static void addTo(List<String> terms, StringBuilder term) {
        if (!term.isEmpty()) {
            terms.add(term.toString());
            term.setLength(0);
        }
    }

    /** A term for a field and a value as stored: quoted where it must be. */
    static String term(String field, String value) {
        boolean plain =
                !value.isEmpty() && !value.contains("..") && value.chars().allMatch(SearchTerms::isPlain);
        String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");
        return field + ":" + (plain ? value : "\"" + quoted + "\"");
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || ".:/_-".indexOf(c) >= 0;
    }

    /** The text with the term added, or taken away where it is there already. */
    String toggled(String term) {
        if (isAlternatives()) {
            return "(" + String.join(" ", terms) + ") " + term;
        }
        List<String> changed = new ArrayList<>(terms);
        if (!changed.remove(term)) {
            changed.remove(opposite(term));
            changed.add(term);
        }
        return String.join(" ", changed);
    }

    boolean contains(String term) {
        return terms.contains(term);
    }

    private boolean isAlternatives() {
        return terms.contains("OR");
    }

    /** One chip a term; none where the search has operators, whose parts don't stand alone. */
    List<Chip> chips() {
        if (isAlternatives() || terms.contains("NOT") || terms.contains("AND")) {
            return List.of();
        }
        List<Chip> chips = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            List<String> without = new ArrayList<>(terms);
            String term = without.remove(i);
            List<String> opposite = new ArrayList<>(terms);
            opposite.set(i, opposite(term));
            chips.add(new Chip(term, term.startsWith("-"), String.join(" ", without), String.join(" ", opposite)));
        }
        return chips;
    }

    private static String opposite(String term) {
        return term.startsWith("-") ? term.substring(1) : "-" + term;
    }
}
