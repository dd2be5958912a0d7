package io.rempart.events.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text with {@code *} for any run of characters, compared in lower case. Immutable; time linear in pattern and text. */
public final class Glob {
    private final String text;
    private final List<String> pieces;

    private Glob(String text, List<String> pieces) {
        this.text = text;
        this.pieces = pieces;
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
        return new Glob(text, List.copyOf(pieces));
    }

    /** @param lower in lower case already */
    public boolean matches(String lower) {
        String first = pieces.get(0);
        int last = pieces.size() - 1;
        if (last == 0) {
            return lower.equals(first);
        }
        String end = pieces.get(last);
        if (!lower.startsWith(first) || !lower.endsWith(end) || lower.length() < first.length() + end.length()) {
            return false;
        }
        int from = first.length();
        int limit = lower.length() - end.length();
        for (int i = 1; i < last; i++) {
            int at = lower.indexOf(pieces.get(i), from);
            if (at < 0 || at + pieces.get(i).length() > limit) {
                return false;
            }
            from = at + pieces.get(i).length();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
