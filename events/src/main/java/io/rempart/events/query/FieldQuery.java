package io.rempart.events.query;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query.NumberField;
import io.rempart.events.query.Query.TextField;
import io.rempart.events.query.QueryProblem.Kind;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the values behind a field mean: words, numbers, ranges, addresses, times. Of several values, any. For one thread. */
final class FieldQuery {
    private final QueryField field;
    private final QueryTimes times;

    FieldQuery(QueryField field, QueryTimes times) {
        this.field = field;
        this.times = times;
    }

    /** The query; a {@link QueryProblem} where a value is none of this field. */
    Query of(List<FieldValue> values) {
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

    private static Query each(List<FieldValue> values, Function<FieldValue, Query> query) {
        return Query.Or.of(values.stream().map(query).toList());
    }

    private static Query texts(TextField field, List<FieldValue> values) {
        return each(values, value -> new Query.TextIs(field, value.pattern()));
    }

    private static String one(QueryField field, List<FieldValue> values) {
        if (values.size() > 1) {
            throw new QueryProblem(
                    "\"" + field.key() + ":\" takes one time.",
                    values.get(1).position(),
                    Kind.BAD_TIME,
                    values.get(1).literal());
        }
        return values.get(0).literal();
    }

    private static int position(List<FieldValue> values) {
        return values.get(0).position();
    }

    private static <T> T word(QueryField field, FieldValue value, Map<String, T> words) {
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
            QueryField field, List<FieldValue> values, Map<String, E> words, Class<E> type) {
        Set<E> found = EnumSet.noneOf(type);
        values.forEach(value -> found.add(word(field, value, words)));
        return Collections.unmodifiableSet(found);
    }

    private static Set<AuditFormat> formats(List<FieldValue> values) {
        Set<AuditFormat> found = EnumSet.noneOf(AuditFormat.class);
        for (FieldValue value : values) {
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
        return Collections.unmodifiableSet(found);
    }

    private Query is(FieldValue value) {
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

    private static IPAddress requireAddress(FieldValue value) {
        IPAddress block = QueryAddress.of(value.literal());
        if (block == null) {
            throw new QueryProblem(
                    "\"" + value.literal() + "\" is no address. Write 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.",
                    value.position(),
                    Kind.BAD_ADDRESS,
                    value.literal());
        }
        return block;
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

    private Query rule(FieldValue value) {
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

    private Query number(NumberField field, QueryField name, FieldValue value, long least) {
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

    private Query severity(FieldValue value) {
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

    private static Severity severityOf(String literal, FieldValue value) {
        return word(
                QueryField.SEVERITY, new FieldValue(List.of(literal), false, value.position()), QueryWords.SEVERITIES);
    }

    /** A span of time; in a range, a day at its end is part of it, a clock time at its end is not. */
    private Query time(FieldValue value) {
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
}
