package io.rempart.events.query;

import inet.ipaddr.IPAddress;
import io.rempart.events.query.QueryProblem.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the search language.
 *
 * <pre>
 * search  = any
 * any     = all { "OR" all }
 * all     = part { [ "AND" ] part }
 * part    = ( "-" | "NOT" ) part | "(" any ")" | field ":" value { "," value } | text
 * value   = { character | '"' characters '"' | "*" }    * outside quotes is any run of characters
 * text    = word | '"' characters '"'                   a bare address or block means ip:
 * </pre>
 *
 * <p>Every problem is a {@link QueryProblem} with one sentence and the place. Bounded: {@value #LENGTH} characters,
 * {@value #TERMS} terms, {@value #DEPTH} levels of parentheses. Stateless but for one parse; used by one thread.
 */
public final class QueryParser {
    static final int LENGTH = 4_096;
    static final int TERMS = 100;
    static final int DEPTH = 20;
    static final int STARS = 8;

    private final String text;
    private final QueryTimes times;
    private int at;
    private int terms;

    private QueryParser(String text, Instant now, ZoneId zone) {
        this.text = text;
        this.times = new QueryTimes(now, zone);
    }

    /**
     * Reads a search; an empty one is every event.
     *
     * @param now what {@code since:2h} counts from
     * @param zone of dates and clock times without one
     */
    public static Query parse(String text, Instant now, ZoneId zone) {
        if (text.length() > LENGTH) {
            throw new QueryProblem(
                    "The search has " + text.length() + " characters; it may have " + LENGTH + ".",
                    LENGTH,
                    Kind.TOO_MUCH,
                    "characters",
                    String.valueOf(LENGTH));
        }
        QueryParser parser = new QueryParser(text, now, zone);
        parser.skipBlanks();
        if (parser.isAtEnd()) {
            return new Query.All();
        }
        Query query = parser.any(0);
        if (!parser.isAtEnd()) {
            throw new QueryProblem("There is no \"(\" for this \")\".", parser.at, Kind.PARENTHESIS_NOT_OPENED);
        }
        return query;
    }

    // ---- structure

    private Query any(int depth) {
        if (depth > DEPTH) {
            throw tooMuch("levels of parentheses", DEPTH);
        }
        List<Query> parts = new ArrayList<>();
        parts.add(all(depth));
        while (takeWord("OR")) {
            requirePart("OR");
            parts.add(all(depth));
        }
        return Query.Or.of(parts);
    }

    private Query all(int depth) {
        List<Query> parts = new ArrayList<>();
        skipBlanks();
        requirePart(isWord("OR") ? "OR" : "AND");
        while (!isAtEnd() && text.charAt(at) != ')' && !isWord("OR")) {
            if (takeWord("AND")) {
                requirePart("AND");
                continue;
            }
            Query part = part(depth);
            if (part instanceof Query.And and) {
                parts.addAll(and.parts());
            } else {
                parts.add(part);
            }
            skipBlanks();
        }
        return parts.size() == 1 ? parts.get(0) : new Query.And(List.copyOf(parts));
    }

    private Query part(int depth) {
        int start = at;
        if (text.charAt(at) == '-' && at + 1 < text.length() && !isBlank(text.charAt(at + 1))) {
            at++;
            return negated("-", depth, start);
        }
        if (takeWord("NOT")) {
            return negated("NOT", depth, start);
        }
        if (text.charAt(at) == '(') {
            at++;
            skipBlanks();
            if (!isAtEnd() && text.charAt(at) == ')') {
                throw new QueryProblem("There is nothing in these parentheses.", start, Kind.PARENTHESES_EMPTY);
            }
            Query group = any(depth + 1);
            skipBlanks();
            if (isAtEnd()) {
                throw new QueryProblem("This \"(\" is never closed.", start, Kind.PARENTHESIS_NOT_CLOSED);
            }
            at++;
            return group;
        }
        if (++terms > TERMS) {
            throw tooMuch("terms", TERMS);
        }
        return term();
    }

    private Query negated(String operator, int depth, int start) {
        skipBlanks();
        if (isAtEnd() || text.charAt(at) == ')' || isWord("OR") || isWord("AND")) {
            throw nothingBeside(operator, start);
        }
        if (depth > DEPTH) {
            throw tooMuch("negations", DEPTH);
        }
        return new Query.Not(part(depth + 1));
    }

    /** After an operator something must follow. */
    private void requirePart(String operator) {
        skipBlanks();
        if (isAtEnd() || text.charAt(at) == ')' || isWord("OR") || isWord("AND")) {
            if (!isAtEnd() && text.charAt(at) == ')' && at == 0) {
                throw new QueryProblem("There is no \"(\" for this \")\".", at, Kind.PARENTHESIS_NOT_OPENED);
            }
            throw nothingBeside(operator, at);
        }
    }

    private static QueryProblem nothingBeside(String operator, int position) {
        return new QueryProblem(
                operator + " needs a term on each side where it joins, and after it where it negates. To search for the"
                        + " word itself, put it in quotes.",
                position,
                Kind.NOTHING_BESIDE_OPERATOR,
                operator);
    }

    private QueryProblem tooMuch(String what, int greatest) {
        return new QueryProblem(
                "The search has too many " + what + "; it may have " + greatest + ".",
                at,
                Kind.TOO_MUCH,
                what,
                String.valueOf(greatest));
    }

    // ---- terms

    private Query term() {
        int start = at;
        int colon = fieldEnd();
        if (colon < 0) {
            return text(start);
        }
        String name = text.substring(start, colon);
        QueryField field = QueryField.ofName(name).orElseThrow(() -> unknownField(name, start));
        at = colon + 1;
        List<FieldValue> values = values(name);
        return new FieldQuery(field, times).of(values);
    }

    private static QueryProblem unknownField(String name, int position) {
        String nearest = QueryField.nearest(name).orElse("");
        return new QueryProblem(
                "There is no field \"" + name + "\"."
                        + (nearest.isEmpty() ? "" : " Did you mean \"" + nearest + "\"?")
                        + " To search for the text itself, put it in quotes.",
                position,
                Kind.UNKNOWN_FIELD,
                name,
                nearest);
    }

    /** Where the colon of {@code field:} stands; -1 when a text begins here. */
    private int fieldEnd() {
        int i = at;
        while (i < text.length()
                && (Character.isLetter(text.charAt(i))
                        || Character.getType(text.charAt(i)) == Character.NON_SPACING_MARK
                        || (i > at && (text.charAt(i) == '-' || text.charAt(i) == '\'' || text.charAt(i) == '_')))) {
            i++;
        }
        boolean isField = i > at && i < text.length() && text.charAt(i) == ':' && !text.startsWith("://", i);
        // An IPv6 address may begin with letters: fe80::1 has digits before its colon, dead:beef::1 has not.
        return isField && QueryAddress.of(wordAt(at)) == null ? i : -1;
    }

    private String wordAt(int start) {
        int end = start;
        while (end < text.length() && !isBlank(text.charAt(end)) && text.charAt(end) != ')') {
            end++;
        }
        return text.substring(start, end);
    }

    private Query text(int start) {
        FieldValue value = value(false);
        if (!value.isQuoted()) {
            IPAddress block = QueryAddress.of(value.literal());
            if (block != null) {
                return new Query.ClientIn(block);
            }
        }
        String words = value.isQuoted() ? value.literal() : trimStars(value.literal());
        if (words.isEmpty()) {
            throw new QueryProblem("There is no text to search for here.", start, Kind.VALUE_MISSING, value.literal());
        }
        return new Query.Contains(words);
    }

    private static String trimStars(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && word.charAt(from) == '*') {
            from++;
        }
        while (to > from && word.charAt(to - 1) == '*') {
            to--;
        }
        return word.substring(from, to);
    }

    // ---- values

    private List<FieldValue> values(String name) {
        List<FieldValue> values = new ArrayList<>();
        int start = at;
        do {
            if (!values.isEmpty()) {
                at++;
                if (++terms > TERMS) {
                    throw tooMuch("terms", TERMS);
                }
            }
            FieldValue value = value(true);
            if (value.literal().isEmpty() && !value.isQuoted()) {
                throw new QueryProblem(
                        "\"" + name + ":\" needs a value, without a blank before it.", start, Kind.VALUE_MISSING, name);
            }
            values.add(value);
        } while (!isAtEnd() && text.charAt(at) == ',');
        return values;
    }

    /** Reads to the next blank, to a parenthesis that was not opened within, and in lists to the next comma. */
    private FieldValue value(boolean inList) {
        int start = at;
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        int open = 0;
        while (!isAtEnd()) {
            char c = text.charAt(at);
            if (isBlank(c) || (inList && c == ',') || (c == ')' && open == 0)) {
                break;
            }
            if (isQuote(c)) {
                if (!inList && at > start) {
                    // A quote inside a bare word is a character of it; one that opens a word quotes.
                    piece.append(c);
                    at++;
                    continue;
                }
                quoted = true;
                quotedText(piece);
                if (!inList) {
                    break;
                }
                continue;
            }
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
            if (c == '*' && inList) {
                pieces.add(piece.toString());
                piece.setLength(0);
                if (pieces.size() > STARS) {
                    throw tooMuch("stars in one value", STARS);
                }
            } else {
                piece.append(c);
            }
        }
        pieces.add(piece.toString());
        return new FieldValue(List.copyOf(pieces), quoted, start);
    }

    private void quotedText(StringBuilder into) {
        int start = at;
        char end = closing(text.charAt(at++));
        while (!isAtEnd()) {
            char c = text.charAt(at++);
            if (c == end) {
                return;
            }
            if (c == '\\' && !isAtEnd() && (text.charAt(at) == '\\' || text.charAt(at) == end)) {
                c = text.charAt(at++);
            }
            into.append(c);
        }
        throw new QueryProblem("This quote is never closed.", start, Kind.QUOTE_NOT_CLOSED);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\u201C' || c == '\u00AB';
    }

    private static char closing(char quote) {
        return quote == '\u201C' ? '\u201D' : quote == '\u00AB' ? '\u00BB' : '"';
    }

    // ---- characters

    private boolean isAtEnd() {
        return at >= text.length();
    }

    private void skipBlanks() {
        while (!isAtEnd() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private boolean isWord(String word) {
        return text.startsWith(word, at)
                && (at + word.length() == text.length()
                        || isBlank(text.charAt(at + word.length()))
                        || text.charAt(at + word.length()) == '('
                        || text.charAt(at + word.length()) == ')');
    }

    private boolean takeWord(String word) {
        skipBlanks();
        if (!isAtEnd() && isWord(word)) {
            at += word.length();
            return true;
        }
        return false;
    }
}
