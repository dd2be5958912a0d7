package io.rempart.events.query;

import io.rempart.events.query.Query.TextPattern;
import java.util.List;

/**
 * A value as written behind a field. Immutable.
 *
 * @param pieces between the stars outside quotes
 * @param isQuoted whether any of it stood in quotes
 * @param position where it begins in the search, in characters
 */
record FieldValue(List<String> pieces, boolean isQuoted, int position) {
    String literal() {
        return String.join("*", pieces);
    }

    TextPattern pattern() {
        return new TextPattern(pieces);
    }
}
