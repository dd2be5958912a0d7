package io.rempart.events.query;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.PrefixLength;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query.NumberField;
import io.rempart.events.query.Query.TextField;
import io.rempart.events.query.Query.TextPattern;
import io.rempart.events.query.QueryProblem.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    private static final IPAddressStringParameters ADDRESSES = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .getParentBuilder()
            .getIPv6AddressParametersBuilder()
            .allowZone(false)
            .getParentBuilder()
            .toParams();

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
        return either(parts);
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

    private static Query either(List<Query> parts) {
        List<Query> flat = new ArrayList<>();
        for (Query part : parts) {
            if (part instanceof Query.Or or) {
                flat.addAll(or.parts());
            } else {
                flat.add(part);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Query.Or(List.copyOf(flat));
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
        List<Value> values = values(name);
        return query(field, values);
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
        return isField && address(wordAt(at)) == null ? i : -1;
    }

    private String wordAt(int start) {
        int end = start;
        while (end < text.length() && !isBlank(text.charAt(end)) && text.charAt(end) != ')') {
            end++;
        }
        return text.substring(start, end);
    }

    private Query text(int start) {
        Value value = value(false);
        if (!value.isQuoted()) {
            IPAddress block = address(value.literal());
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

    /**
     * A value as written.
     *
     * @param pieces between the stars outside quotes
     * @param isQuoted whether any of it stood in quotes
     */
    private record Value(List<String> pieces, boolean isQuoted, int position) {
        String literal() {
            return String.join("*", pieces);
        }

        TextPattern pattern() {
            return new TextPattern(pieces);
        }
    }

    private List<Value> values(String name) {
        List<Value> values = new ArrayList<>();
        int start = at;
        do {
            if (!values.isEmpty()) {
                at++;
                if (++terms > TERMS) {
                    throw tooMuch("terms", TERMS);
                }
            }
            Value value = value(true);
            if (value.literal().isEmpty() && !value.isQuoted()) {
                throw new QueryProblem(
                        "\"" + name + ":\" needs a value, without a blank before it.", start, Kind.VALUE_MISSING, name);
            }
            values.add(value);
        } while (!isAtEnd() && text.charAt(at) == ',');
        return values;
    }

    /** Reads to the next blank, to a parenthesis that was not opened within, and in lists to the next comma. */
    private Value value(boolean inList) {
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
        return new Value(List.copyOf(pieces), quoted, start);
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

    // ---- fields

    private Query query(QueryField field, List<Value> values) {
        return switch (field) {
            case CLASS -> new Query.ClassIs(words(field, values, QueryWords.CLASSES, SourceClass.class));
            case FORMAT -> new Query.FormatIs(formats(values));
            case IP -> each(values, value -> new Query.ClientIn(requireAddress(value)));
            case PEER -> each(values, value -> new Query.PeerIn(requireAddress(value)));
            case RULE -> each(values, this::rule);
            case TAG -> each(values, value -> new Query.TagIs(value.pattern()));
            case SEVERITY -> each(values, this::severity);
            case STATUS -> each(values, value -> number(NumberField.STATUS, field, value, 1));
            case SCORE -> each(values, value -> number(NumberField.SCORE, field, value, 0));
            case PORT -> each(values, value -> number(NumberField.PORT, field, value, 1));
            case ASN -> each(values, value -> number(NumberField.ASN, field, value, 1));
            case ID -> each(values, value -> number(NumberField.ID, field, value, 1));
            case HOST -> texts(TextField.HOST, values);
            case METHOD -> texts(TextField.METHOD, values);
            case PATH -> texts(TextField.PATH, values);
            case URI -> texts(TextField.URI, values);
            case USER_AGENT -> texts(TextField.USER_AGENT, values);
            case COUNTRY -> texts(TextField.COUNTRY, values);
            case LOG -> texts(TextField.LOG_SOURCE, values);
            case EVIDENCE -> texts(TextField.EVIDENCE, values);
            case TRANSACTION -> texts(TextField.TRANSACTION_ID, values);
            case SINCE ->
                new Query.TimeBetween(
                        times.span(one(field, values), position(values), null).from(), null);
            case UNTIL ->
                new Query.TimeBetween(
                        null,
                        times.span(one(field, values), position(values), null).from());
            case TIME -> each(values, this::time);
            case IS -> each(values, this::is);
            case TLS -> each(values, value -> new Query.TlsIs(word(QueryField.TLS, value, QueryWords.TRUTHS)));
        };
    }

    private static Query each(List<Value> values, Function<Value, Query> query) {
        return either(values.stream().map(query).toList());
    }

    private static Query texts(TextField field, List<Value> values) {
        return each(values, value -> new Query.TextIs(field, value.pattern()));
    }

    private static String one(QueryField field, List<Value> values) {
        if (values.size() > 1) {
            throw new QueryProblem(
                    "\"" + field.key() + ":\" takes one time.",
                    values.get(1).position(),
                    Kind.BAD_TIME,
                    values.get(1).literal());
        }
        return values.get(0).literal();
    }

    private static int position(List<Value> values) {
        return values.get(0).position();
    }

    private static <T> T word(QueryField field, Value value, Map<String, T> words) {
        String plain = QueryField.plain(value.literal());
        T found = words.get(plain);
        if (found != null) {
            return found;
        }
        String nearest = Nearest.of(plain, words.keySet())
                .map(word -> " Did you mean \"" + word + "\"?")
                .orElse("");
        String all = String.join(", ", words.keySet());
        throw new QueryProblem(
                "\"" + value.literal() + "\" is no value of \"" + field.key() + "\"." + nearest + " There are: " + all
                        + ".",
                value.position(),
                Kind.UNKNOWN_VALUE,
                value.literal(),
                field.key(),
                all);
    }

    private static <E extends Enum<E>> Set<E> words(
            QueryField field, List<Value> values, Map<String, E> words, Class<E> type) {
        Set<E> found = EnumSet.noneOf(type);
        values.forEach(value -> found.add(word(field, value, words)));
        return java.util.Collections.unmodifiableSet(found);
    }

    private static Set<AuditFormat> formats(List<Value> values) {
        Set<AuditFormat> found = EnumSet.noneOf(AuditFormat.class);
        for (Value value : values) {
            String literal = QueryField.plain(value.literal());
            // modsecurity2* and modsecurity2-* are families.
            String prefix = literal.endsWith("*") ? literal.substring(0, literal.length() - 1) : null;
            int before = found.size();
            if (prefix != null) {
                QueryWords.FORMATS.forEach((key, format) -> {
                    if (key.startsWith(prefix)) {
                        found.add(format);
                    }
                });
            }
            if (prefix == null || found.size() == before) {
                found.add(word(QueryField.FORMAT, value, QueryWords.FORMATS));
            }
        }
        return java.util.Collections.unmodifiableSet(found);
    }

    private Query is(Value value) {
        return switch (QueryField.plain(value.literal())) {
            case "blocked", "bloque" -> new Query.DispositionIs(Disposition.BLOCKED);
            case "detected", "detecte" -> new Query.DispositionIs(Disposition.DETECTED);
            case "logged", "journalise" -> new Query.DispositionIs(Disposition.LOGGED);
            case "judged", "juge" -> new Query.JudgedByPerson();
            default ->
                throw new QueryProblem(
                        "\"" + value.literal()
                                + "\" is no value of \"is\". There are: blocked, detected, logged, judged.",
                        value.position(),
                        Kind.UNKNOWN_VALUE,
                        value.literal(),
                        "is",
                        "blocked, detected, logged, judged");
        };
    }

    // ---- addresses

    private static IPAddress requireAddress(Value value) {
        IPAddress block = address(value.literal());
        if (block == null) {
            throw new QueryProblem(
                    "\"" + value.literal() + "\" is no address. Write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.",
                    value.position(),
                    Kind.BAD_ADDRESS,
                    value.literal());
        }
        return block;
    }

    /** An address or a block, its host bits cleared; IPv4 that is mapped into IPv6 is IPv4. */
    static @Nullable IPAddress address(String text) {
        if (text.isEmpty()
                || text.length() > 50
                || (text.indexOf('.') < 0 && text.indexOf(':') < 0)
                || !PrefixLength.isReadable(text)) {
            return null;
        }
        try {
            IPAddress address = new IPAddressString(text, ADDRESSES).toAddress();
            if (address == null) {
                return null;
            }
            if (address.isIPv6() && address.toIPv6().isIPv4Mapped()) {
                Integer prefix = address.getPrefixLength();
                IPAddress embedded = address.toIPv6().getEmbeddedIPv4Address().withoutPrefixLength();
                return prefix == null || prefix < 96
                        ? embedded
                        : embedded.setPrefixLength(prefix - 96, false).toPrefixBlock();
            }
            return address.getPrefixLength() == null ? address : address.toPrefixBlock();
        } catch (AddressStringException | inet.ipaddr.IncompatibleAddressException e) {
            return null;
        }
    }

    // ---- ranges

    /** Both ends of a range as written; null where open. */
    private record Ends(@Nullable String first, @Nullable String last) {}

    /** The ends of {@code a..b}, {@code a..}, {@code ..b}, {@code >=a}, {@code <=b}; null when it is no range. */
    private static @Nullable Ends ends(String literal) {
        if (literal.startsWith(">=")) {
            return new Ends(literal.substring(2), null);
        }
        if (literal.startsWith("<=")) {
            return new Ends(null, literal.substring(2));
        }
        int dots = literal.indexOf("..");
        if (dots < 0) {
            return null;
        }
        String first = literal.substring(0, dots);
        String last = literal.substring(dots + 2);
        return new Ends(first.isEmpty() ? null : first, last.isEmpty() ? null : last);
    }

    private Query rule(Value value) {
        if (!value.isQuoted()) {
            Ends ends = ends(value.literal());
            if (ends != null && value.pieces().size() == 1) {
                long first = ends.first() == null ? 0 : number(ends.first(), "rule", value.position());
                long last = ends.last() == null ? Long.MAX_VALUE : number(ends.last(), "rule", value.position());
                requireOrder(first, last, value.position());
                return new Query.RuleBetween(first, last);
            }
        }
        return new Query.RuleIs(value.pattern());
    }

    private Query number(NumberField field, QueryField name, Value value, long least) {
        String literal = value.literal();
        int position = value.position();
        if (field == NumberField.STATUS && literal.matches("[1-9][xX][xX]")) {
            long hundred = (literal.charAt(0) - '0') * 100L;
            return new Query.NumberBetween(field, hundred, hundred + 99);
        }
        if (field == NumberField.ASN && literal.matches("[aA][sS]\\d+")) {
            literal = literal.substring(2);
        }
        if (literal.startsWith(">") && !literal.startsWith(">=")) {
            long first = number(literal.substring(1), name.key(), position);
            return new Query.NumberBetween(field, first == Long.MAX_VALUE ? first : first + 1, Long.MAX_VALUE);
        }
        if (literal.startsWith("<") && !literal.startsWith("<=")) {
            long last = number(literal.substring(1), name.key(), position) - 1;
            return new Query.NumberBetween(field, Math.min(least, last), last);
        }
        Ends ends = ends(literal);
        if (ends == null) {
            long exactly = number(literal, name.key(), position);
            return new Query.NumberBetween(field, exactly, exactly);
        }
        long last = ends.last() == null ? Long.MAX_VALUE : number(ends.last(), name.key(), position);
        long first = ends.first() == null ? Math.min(least, last) : number(ends.first(), name.key(), position);
        requireOrder(first, last, position);
        return new Query.NumberBetween(field, first, last);
    }

    private static long number(String literal, String field, int position) {
        try {
            if (literal.matches("-?\\d{1,18}")) {
                return Long.parseLong(literal);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new QueryProblem(
                "\"" + literal + "\" is no number for \"" + field + "\". Write 404, 500..599 or >=5.",
                position,
                Kind.BAD_NUMBER,
                literal,
                field);
    }

    private static void requireOrder(long first, long last, int position) {
        if (first > last) {
            throw new QueryProblem(
                    "This range ends before it begins: " + first + ".." + last + ".",
                    position,
                    Kind.RANGE_REVERSED,
                    String.valueOf(first),
                    String.valueOf(last));
        }
    }

    private Query severity(Value value) {
        String literal = value.literal();
        Severity[] all = Severity.values();
        if (literal.startsWith(">") && !literal.startsWith(">=")) {
            Severity bound = severityOf(literal.substring(1), value);
            return new Query.SeverityBetween(all[0], all[Math.max(0, bound.ordinal() - 1)]);
        }
        if (literal.startsWith("<") && !literal.startsWith("<=")) {
            Severity bound = severityOf(literal.substring(1), value);
            return new Query.SeverityBetween(all[Math.min(all.length - 1, bound.ordinal() + 1)], all[all.length - 1]);
        }
        Ends ends = ends(literal);
        if (ends == null) {
            Severity exactly = severityOf(literal, value);
            return new Query.SeverityBetween(exactly, exactly);
        }
        if (literal.startsWith(">=")) {
            return new Query.SeverityBetween(all[0], severityOf(literal.substring(2), value));
        }
        if (literal.startsWith("<=")) {
            return new Query.SeverityBetween(severityOf(literal.substring(2), value), all[all.length - 1]);
        }
        Severity a = ends.first() == null ? all[0] : severityOf(ends.first(), value);
        Severity b = ends.last() == null ? all[all.length - 1] : severityOf(ends.last(), value);
        return a.compareTo(b) <= 0 ? new Query.SeverityBetween(a, b) : new Query.SeverityBetween(b, a);
    }

    private static Severity severityOf(String literal, Value value) {
        return word(QueryField.SEVERITY, new Value(List.of(literal), false, value.position()), QueryWords.SEVERITIES);
    }

    /** A span of time; in a range, a day at its end is part of it, a clock time at its end is not. */
    private Query time(Value value) {
        String literal = value.literal();
        Ends ends = ends(literal);
        if (ends == null) {
            QueryTimes.Span span = times.span(literal, value.position(), null);
            return new Query.TimeBetween(span.from(), span.to());
        }
        QueryTimes.Span first = ends.first() == null ? null : times.span(ends.first(), value.position(), null);
        QueryTimes.Span last = ends.last() == null
                ? null
                : times.span(ends.last(), value.position(), first == null ? null : first.date());
        Instant to = last == null ? null : isWholeDays(ends.last()) ? last.to() : last.from();
        if (first != null && to != null && to.isBefore(first.from())) {
            throw new QueryProblem(
                    "This period ends before it begins: " + literal + ".",
                    value.position(),
                    Kind.RANGE_REVERSED,
                    String.valueOf(ends.first()),
                    String.valueOf(ends.last()));
        }
        return new Query.TimeBetween(first == null ? null : first.from(), to);
    }

    private static boolean isWholeDays(@Nullable String text) {
        return text != null && text.indexOf(':') < 0 && !text.matches("\\d+\\p{L}+") && !text.matches("now|maintenant");
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
