package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.Event;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.NumberField;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether an event on its way into the store matches a query: what {@link QueryCompiler} says in SQL, said in memory. */
final class EventMatcher {
    private final EventRow row;
    private final Event event;
    private final String logSource;

    EventMatcher(EventRow row, String logSource) {
        this.row = row;
        this.event = row.entry().event();
        this.logSource = logSource;
    }

    boolean matches(Query query) {
        if (query instanceof Query.All) {
            return true;
        } else if (query instanceof Query.And and) {
            return and.parts().stream().allMatch(this::matches);
        } else if (query instanceof Query.Or or) {
            return or.parts().stream().anyMatch(this::matches);
        } else if (query instanceof Query.Not not) {
            return !matches(not.part());
        } else if (query instanceof Query.ClassIs is) {
            return is.classes().contains(row.entry().classification().sourceClass());
        } else if (query instanceof Query.ClientIn in) {
            return isIn(row.client(), in.block());
        } else if (query instanceof Query.PeerIn in) {
            return isIn(row.peer(), in.block());
        } else if (query instanceof Query.RuleIs
                || query instanceof Query.RuleBetween
                || query instanceof Query.TagIs) {
            return row.rules().stream().anyMatch(rule -> QueryCompiler.isRule(query, rule));
        } else if (query instanceof Query.SeverityBetween between) {
            return row.severity() != null
                    && row.severity().compareTo(between.mostSevere()) >= 0
                    && row.severity().compareTo(between.leastSevere()) <= 0;
        } else if (query instanceof Query.NumberBetween between) {
            long number = number(between.field());
            return number >= between.first() && number <= between.last();
        } else if (query instanceof Query.TextIs is) {
            return text(is);
        } else if (query instanceof Query.TimeBetween between) {
            return (between.from() == null || row.time() >= QueryCompiler.ceilingMicros(between.from()))
                    && (between.to() == null || row.time() < QueryCompiler.ceilingMicros(between.to()));
        } else if (query instanceof Query.DispositionIs is) {
            return event.disposition() == is.disposition();
        } else if (query instanceof Query.FormatIs is) {
            return is.formats().contains(event.format());
        } else if (query instanceof Query.JudgedByPerson) {
            return row.entry().classification().isByPerson();
        } else if (query instanceof Query.TlsIs is) {
            return event.tls() != null && event.tls() == is.tls();
        } else if (query instanceof Query.Contains contains) {
            return row.text().contains(QueryCompiler.searchedText(contains));
        }
        throw new IllegalStateException("no matching for " + query.getClass());
    }

    private static boolean isIn(byte @Nullable [] address, IPAddress block) {
        return address != null
                && Arrays.compareUnsigned(address, Addresses.lowest(block)) >= 0
                && Arrays.compareUnsigned(address, Addresses.highest(block)) <= 0
                && !(Addresses.coversIpv4(block)
                        && Arrays.compareUnsigned(address, Addresses.lowestIpv4()) >= 0
                        && Arrays.compareUnsigned(address, Addresses.highestIpv4()) <= 0);
    }

    private long number(NumberField field) {
        return switch (field) {
            case STATUS -> row.status();
            case SCORE -> event.inboundScore();
            case PORT -> event.localPort();
            case ASN -> row.entry().attribution().asn();
            // Not given yet: no rule can mean it.
            case ID -> -1;
        };
    }

    private boolean text(Query.TextIs is) {
        return switch (is.field()) {
            case HOST -> PatternMatcher.matches(is.pattern(), row.host());
            case METHOD -> PatternMatcher.matches(is.pattern(), row.method());
            case PATH -> PatternMatcher.matches(is.pattern(), row.path());
            case URI -> PatternMatcher.matches(is.pattern(), row.uri());
            case USER_AGENT -> PatternMatcher.matches(is.pattern(), row.userAgent());
            case COUNTRY -> PatternMatcher.matches(is.pattern(), row.country());
            case LOG_SOURCE -> PatternMatcher.matches(is.pattern(), logSource);
            case TRANSACTION_ID -> PatternMatcher.matches(is.pattern(), row.transactionId());
            case EVIDENCE -> row.reasons().stream().anyMatch(reason -> PatternMatcher.matches(is.pattern(), reason));
        };
    }
}
