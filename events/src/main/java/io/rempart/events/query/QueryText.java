package io.rempart.events.query;

import io.rempart.events.model.Event.Disposition;
import io.rempart.events.query.Query.NumberField;
import io.rempart.events.query.Query.TextField;
import io.rempart.events.query.Query.TextPattern;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A query back to text that gives the same query when it is parsed: for links and saved searches. */
final class QueryText {
    private QueryText() {}

    static String of(Query query) {
        return query instanceof Query.And and ? joined(and.parts(), " ") : text(query, false);
    }

    private static String joined(List<Query> parts, String operator) {
        return parts.stream().map(part -> text(part, true)).collect(Collectors.joining(operator));
    }

    private static String text(Query query, boolean nested) {
        if (query instanceof Query.All) {
            return "";
        } else if (query instanceof Query.And and) {
            return "(" + joined(and.parts(), " ") + ")";
        } else if (query instanceof Query.Or or) {
            return nested ? "(" + joined(or.parts(), " OR ") + ")" : joined(or.parts(), " OR ");
        } else if (query instanceof Query.Not not) {
            return "-" + text(not.part(), true);
        } else if (query instanceof Query.ClassIs is) {
            return "class:" + is.classes().stream().sorted().map(c -> c.key()).collect(Collectors.joining(","));
        } else if (query instanceof Query.ClientIn in) {
            return "ip:" + in.block().toCanonicalString();
        } else if (query instanceof Query.PeerIn in) {
            return "peer:" + in.block().toCanonicalString();
        } else if (query instanceof Query.RuleIs is) {
            return "rule:" + pattern(is.pattern());
        } else if (query instanceof Query.RuleBetween between) {
            return "rule:" + between.first() + ".." + between.last();
        } else if (query instanceof Query.TagIs is) {
            return "tag:" + pattern(is.pattern());
        } else if (query instanceof Query.SeverityBetween between) {
            String most = between.mostSevere().name().toLowerCase(Locale.ROOT);
            String least = between.leastSevere().name().toLowerCase(Locale.ROOT);
            return "severity:" + (most.equals(least) ? most : most + ".." + least);
        } else if (query instanceof Query.NumberBetween between) {
            return number(between);
        } else if (query instanceof Query.TextIs is) {
            return key(is.field()) + ":" + pattern(is.pattern());
        } else if (query instanceof Query.TimeBetween between) {
            return time(between);
        } else if (query instanceof Query.DispositionIs is) {
            return "is:" + word(is.disposition());
        } else if (query instanceof Query.FormatIs is) {
            return "format:"
                    + is.formats().stream().sorted().map(QueryWords::key).collect(Collectors.joining(","));
        } else if (query instanceof Query.JudgedByPerson) {
            return "is:judged";
        } else if (query instanceof Query.TlsIs is) {
            return "tls:" + (is.tls() ? "yes" : "no");
        } else if (query instanceof Query.Contains contains) {
            return quoted(contains.text());
        }
        throw new IllegalStateException("no text for " + query.getClass());
    }

    private static String time(Query.TimeBetween between) {
        if (between.from() == null) {
            return between.to() == null ? "time:.." : "until:" + between.to();
        }
        return between.to() == null ? "since:" + between.from() : "time:" + between.from() + ".." + between.to();
    }

    private static String number(Query.NumberBetween between) {
        String key = key(between.field());
        if (between.first() == between.last()) {
            return key + ":" + between.first();
        }
        if (between.last() == Long.MAX_VALUE) {
            return key + ":>=" + between.first();
        }
        return key + ":" + between.first() + ".." + between.last();
    }

    private static String word(Disposition disposition) {
        return disposition.name().toLowerCase(Locale.ROOT);
    }

    private static String key(NumberField field) {
        return switch (field) {
            case STATUS -> QueryField.STATUS.key();
            case SCORE -> QueryField.SCORE.key();
            case PORT -> QueryField.PORT.key();
            case ASN -> QueryField.ASN.key();
            case ID -> QueryField.ID.key();
        };
    }

    private static String key(TextField field) {
        return switch (field) {
            case HOST -> QueryField.HOST.key();
            case METHOD -> QueryField.METHOD.key();
            case PATH -> QueryField.PATH.key();
            case URI -> QueryField.URI.key();
            case USER_AGENT -> QueryField.USER_AGENT.key();
            case COUNTRY -> QueryField.COUNTRY.key();
            case LOG_SOURCE -> QueryField.LOG.key();
            case TRANSACTION_ID -> QueryField.TRANSACTION.key();
            case EVIDENCE -> QueryField.EVIDENCE.key();
        };
    }

    private static String pattern(TextPattern pattern) {
        return pattern.pieces().stream()
                .map(piece -> piece.isEmpty() && !pattern.isExact() ? "" : isPlain(piece) ? piece : quoted(piece))
                .collect(Collectors.joining("*"));
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '/'
                    || c == '-'
                    || c == '_'
                    || c == '.' && (i == 0 || text.charAt(i - 1) != '.');
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
