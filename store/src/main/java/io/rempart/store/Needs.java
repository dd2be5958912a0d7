package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.query.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every event that matches a query must have: what the search can use an index for. Each is a necessary condition, not a
 * sufficient one; null where the query needs nothing of the kind.
 *
 * @param from earliest time in microseconds, inclusive
 * @param to latest time in microseconds, inclusive
 * @param rules numbers of rules, one of which it must hit
 * @param clients blocks, one of which its client must be in
 * @param text a text it must contain: a part at the top of the query
 * @param firstId with {@code lastId}: ids it must have
 */
record Needs(
        long from,
        long to,
        @Nullable Set<Integer> rules,
        @Nullable List<IPAddress> clients,
        Query.@Nullable Contains text,
        long firstId,
        long lastId) {
    private static final Needs NONE = new Needs(Times.LEAST, Times.GREATEST, null, null, null, 0, Long.MAX_VALUE);

    static Needs of(Query query, Dictionaries dictionaries) {
        if (query instanceof Query.And and) {
            Needs all = NONE;
            for (Query part : and.parts()) {
                all = all.and(of(part, dictionaries));
            }
            return all;
        }
        if (query instanceof Query.Or or && !or.parts().isEmpty()) {
            Needs any = of(or.parts().get(0), dictionaries).withText(null);
            for (Query part : or.parts().subList(1, or.parts().size())) {
                any = any.or(of(part, dictionaries));
            }
            return any;
        }
        if (query instanceof Query.RuleIs || query instanceof Query.TagIs || query instanceof Query.RuleBetween) {
            return new Needs(
                    NONE.from,
                    NONE.to,
                    new HashSet<>(QueryCompiler.rulesOf(query, dictionaries)),
                    null,
                    null,
                    NONE.firstId,
                    NONE.lastId);
        }
        if (query instanceof Query.ClientIn in) {
            return new Needs(NONE.from, NONE.to, null, List.of(in.block()), null, NONE.firstId, NONE.lastId);
        }
        if (query instanceof Query.TimeBetween between) {
            return new Needs(
                    between.from() == null ? NONE.from : QueryCompiler.ceilingMicros(between.from()),
                    between.to() == null ? NONE.to : QueryCompiler.ceilingMicros(between.to()) - 1,
                    null,
                    null,
                    null,
                    NONE.firstId,
                    NONE.lastId);
        }
        if (query instanceof Query.Contains contains) {
            return NONE.withText(contains);
        }
        if (query instanceof Query.NumberBetween between && between.field() == Query.NumberField.ID) {
            return new Needs(NONE.from, NONE.to, null, null, null, between.first(), between.last());
        }
        return NONE;
    }

    private Needs withText(Query.@Nullable Contains other) {
        return new Needs(from, to, rules, clients, other, firstId, lastId);
    }

    private Needs and(Needs other) {
        return new Needs(
                Math.max(from, other.from),
                Math.min(to, other.to),
                smaller(rules, other.rules),
                narrower(clients, other.clients),
                longer(text, other.text),
                Math.max(firstId, other.firstId),
                Math.min(lastId, other.lastId));
    }

    private Needs or(Needs other) {
        Set<Integer> bothRules = null;
        if (rules != null && other.rules != null) {
            bothRules = new HashSet<>(rules);
            bothRules.addAll(other.rules);
        }
        List<IPAddress> bothClients = null;
        if (clients != null && other.clients != null) {
            bothClients = new ArrayList<>(clients);
            bothClients.addAll(other.clients);
        }
        return new Needs(
                Math.min(from, other.from),
                Math.max(to, other.to),
                bothRules,
                bothClients,
                null,
                Math.min(firstId, other.firstId),
                Math.max(lastId, other.lastId));
    }

    private static @Nullable Set<Integer> smaller(@Nullable Set<Integer> a, @Nullable Set<Integer> b) {
        return a == null ? b : b == null || a.size() <= b.size() ? a : b;
    }

    private static @Nullable List<IPAddress> narrower(@Nullable List<IPAddress> a, @Nullable List<IPAddress> b) {
        return a == null ? b : b == null || a.size() <= b.size() ? a : b;
    }

    private static Query.@Nullable Contains longer(Query.@Nullable Contains a, Query.@Nullable Contains b) {
        return a == null ? b : b == null || a.text().length() >= b.text().length() ? a : b;
    }
}
