package io.rempart.store;

import io.rempart.events.query.Query.TextPattern;
import java.util.List;

/** Compares texts with patterns as the databases do: {@code *} is any run of characters, ASCII case is ignored. */
final class PatternMatcher {
    private PatternMatcher() {}

    static boolean matches(TextPattern pattern, String text) {
        List<String> pieces = pattern.pieces().stream().map(Texts::folded).toList();
        String folded = Texts.folded(text);
        if (pieces.size() == 1) {
            return folded.equals(pieces.get(0));
        }
        String first = pieces.get(0);
        String last = pieces.get(pieces.size() - 1);
        if (!folded.startsWith(first)) {
            return false;
        }
        int at = first.length();
        for (int i = 1; i < pieces.size() - 1; i++) {
            int found = folded.indexOf(pieces.get(i), at);
            if (found < 0) {
                return false;
            }
            at = found + pieces.get(i).length();
        }
        return folded.length() - last.length() >= at && folded.endsWith(last);
    }

    /** The pattern for LIKE, with {@code !} as its escape. */
    static String like(TextPattern pattern) {
        StringBuilder like = new StringBuilder();
        for (int i = 0; i < pattern.pieces().size(); i++) {
            if (i > 0) {
                like.append('%');
            }
            String piece = Texts.clean(pattern.pieces().get(i), 4_096);
            for (int j = 0; j < piece.length(); j++) {
                char c = piece.charAt(j);
                if (c == '%' || c == '_' || c == '!') {
                    like.append('!');
                }
                like.append(c);
            }
        }
        return like.toString();
    }
}
