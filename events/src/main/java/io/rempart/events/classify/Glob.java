package io.rempart.events.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text with {@code *} for any run of characters, compared in lower case. Immutable; time linear in pattern and text. */
public final class Glob {
    private final String text;
    private final String[] pieces;
    /** The pairs of characters of the longest piece. */
    private final int[] pairs;

    private Glob(String text, String[] pieces) {
        this.text = text;
        this.pieces = pieces;
        String longest = "";
        for (String piece : pieces) {
            longest = piece.length() > longest.length() ? piece : longest;
        }
        this.pairs = CharacterPairs.places(longest);
    }

    public static Glob of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int star = lower.indexOf('*'); star >= 0; star = lower.indexOf('*', start)) {
            pieces.add(lower.substring(start, star));
            start = star + 1;
        }
        pieces.add(lower.substring(start));
        return new Glob(text, pieces.toArray(String[]::new));
    }

    /** @param ofLower the pairs of {@code lower} */
    boolean matches(String lower, CharacterPairs ofLower) {
        return ofLower.has(pairs) && matches(lower);
    }

    /** @param lower in lower case already */
    public boolean matches(String lower) {
        String first = pieces[0];
        int last = pieces.length - 1;
        if (last == 0) {
            return lower.equals(first);
        }
        String end = pieces[last];
        if (last == 2 && first.isEmpty() && end.isEmpty()) {
            return lower.contains(pieces[1]); // *word*, the usual form
        }
        if (!lower.startsWith(first) || !lower.endsWith(end) || lower.length() < first.length() + end.length()) {
            return false;
        }
        int from = first.length();
        int limit = lower.length() - end.length();
        for (int i = 1; i < last; i++) {
            int at = lower.indexOf(pieces[i], from);
            if (at < 0 || at + pieces[i].length() > limit) {
                return false;
            }
            from = at + pieces[i].length();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
