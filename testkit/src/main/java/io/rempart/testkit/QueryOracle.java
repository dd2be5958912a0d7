package io.rempart.testkit;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.TextPattern;
import io.rempart.events.store.EventEntry;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in plain Java, one event at a time, what a query means: what every store must answer. */
public final class QueryOracle {
    private QueryOracle() {}

    /** Whether an event of a log source, stored under an id, matches. */
    public static boolean matches(Query query, EventEntry entry, String logSource, long id) {
        Event event = entry.event();
        if (query instanceof Query.All) {
            return true;
        } else if (query instanceof Query.And and) {
            return and.parts().stream().allMatch(part -> matches(part, entry, logSource, id));
        } else if (query instanceof Query.Or or) {
            return or.parts().stream().anyMatch(part -> matches(part, entry, logSource, id));
        } else if (query instanceof Query.Not not) {
            return !matches(not.part(), entry, logSource, id);
        } else if (query instanceof Query.ClassIs is) {
            return is.classes().contains(entry.classification().sourceClass());
        } else if (query instanceof Query.ClientIn in) {
            return isIn(entry.attribution().client(), in.block());
        } else if (query instanceof Query.PeerIn in) {
            return isIn(event.peer(), in.block());
        } else if (query instanceof Query.RuleIs is) {
            return event.hits().stream().anyMatch(hit -> fits(is.pattern(), hit.ruleId()));
        } else if (query instanceof Query.RuleBetween between) {
            return event.hits().stream()
                    .anyMatch(hit -> hit.ruleId().matches("\\d{1,18}")
                            && Long.parseLong(hit.ruleId()) >= between.first()
                            && Long.parseLong(hit.ruleId()) <= between.last());
        } else if (query instanceof Query.TagIs is) {
            return event.hits().stream().anyMatch(hit -> hit.tags().stream().anyMatch(tag -> fits(is.pattern(), tag)));
        } else if (query instanceof Query.SeverityBetween between) {
            Severity severity = event.highestSeverity();
            return severity != null
                    && severity.compareTo(between.mostSevere()) >= 0
                    && severity.compareTo(between.leastSevere()) <= 0;
        } else if (query instanceof Query.NumberBetween between) {
            long number = number(between.field(), entry, id);
            return number >= between.first() && number <= between.last();
        } else if (query instanceof Query.TextIs is) {
            return is.field() == Query.TextField.EVIDENCE
                    ? entry.classification().evidence().stream().anyMatch(e -> fits(is.pattern(), e.rule()))
                    : fits(is.pattern(), text(is.field(), entry, logSource));
        } else if (query instanceof Query.TimeBetween between) {
            return (between.from() == null || !event.time().isBefore(between.from()))
                    && (between.to() == null || event.time().isBefore(between.to()));
        } else if (query instanceof Query.DispositionIs is) {
            return event.disposition() == is.disposition();
        } else if (query instanceof Query.FormatIs is) {
            return is.formats().contains(event.format());
        } else if (query instanceof Query.JudgedByPerson) {
            return entry.classification().isByPerson();
        } else if (query instanceof Query.TlsIs is) {
            return event.tls() != null && event.tls() == is.tls();
        } else if (query instanceof Query.Contains contains) {
            return contains(event, contains.text());
        }
        throw new IllegalStateException("no meaning for " + query.getClass());
    }

    private static boolean isIn(@Nullable IPAddress address, IPAddress block) {
        return address != null && block.contains(address);
    }

    private static long number(Query.NumberField field, EventEntry entry, long id) {
        return switch (field) {
            case STATUS -> entry.event().response().status();
            case SCORE -> entry.event().inboundScore();
            case PORT -> entry.event().localPort();
            case ASN -> entry.attribution().asn();
            case ID -> id;
        };
    }

    private static String text(Query.TextField field, EventEntry entry, String logSource) {
        Event event = entry.event();
        String uri = event.request().uri().toString();
        return switch (field) {
            case HOST -> event.host();
            case METHOD -> event.request().method().toString();
            case PATH -> uri.split("[?#]", 2)[0];
            case URI -> uri;
            case USER_AGENT -> event.request().header("User-Agent").toString();
            case COUNTRY -> entry.attribution().country();
            case LOG_SOURCE -> logSource;
            case TRANSACTION_ID -> event.transactionId();
            case EVIDENCE -> throw new IllegalArgumentException("evidence is more than one text");
        };
    }

    private static boolean fits(TextPattern pattern, String text) {
        String regex = pattern.pieces().stream().map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL | Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .matches();
    }

    private static boolean contains(Event event, String text) {
        String wanted = folded(text);
        ByteText uri = event.request().uri();
        if (folded(uri.toString()).contains(wanted)
                || folded(decoded(uri)).contains(wanted)
                || folded(event.request().header("User-Agent").toString()).contains(wanted)
                || folded(event.host()).contains(wanted)) {
            return true;
        }
        for (Hit hit : event.hits()) {
            if (folded(hit.message().toString()).contains(wanted)
                    || folded(hit.data().toString()).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String decoded(ByteText uri) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String latin1 = uri.toLatin1();
        for (int i = 0; i < latin1.length(); i++) {
            if (latin1.startsWith("%", i) && latin1.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*")) {
                bytes.write(Integer.parseInt(latin1.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(latin1.charAt(i) == '+' ? ' ' : latin1.charAt(i));
            }
        }
        return ByteText.of(bytes.toByteArray()).toString();
    }

    /** ASCII letters in lower case. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.chars()
                .forEach(c -> folded.append(
                        c < 128 ? String.valueOf((char) c).toLowerCase(Locale.ROOT) : String.valueOf((char) c)));
        return folded.toString();
    }
}
