package io.rempart.store;

import io.rempart.events.model.SourceClass;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.RuleActivity;
import io.rempart.events.store.StatisticsStore.RulePage;
import io.rempart.events.store.StatisticsStore.RuleSearch;
import io.rempart.store.Dictionaries.Facet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hits of rules. A rule is what its id says: the same id with other tags (another version of a rule set) is counted with it.
 * Days and hours at their edges; by host, hours alone. Thread-safe.
 */
final class RuleCounts {
    private final Database database;
    private final Dictionaries dictionaries;

    RuleCounts(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    /** Hits of one rule id by the code of the class. */
    private static final class Hits {
        final long[] byClass = new long[RollUps.CLASS_COLUMNS.size()];

        long ranked(@Nullable SourceClass sourceClass) {
            if (sourceClass != null) {
                return byClass[Codes.of(sourceClass)];
            }
            long all = 0;
            for (long events : byClass) {
                all += events;
            }
            return all;
        }

        Map<SourceClass, Long> counts() {
            Map<SourceClass, Long> counts = new EnumMap<>(SourceClass.class);
            for (int i = 0; i < byClass.length; i++) {
                if (byClass[i] > 0) {
                    counts.put(Codes.sourceClass(i), byClass[i]);
                }
            }
            return counts;
        }
    }

    private record Ranked(String ruleId, Hits hits, long events) {}

    RulePage rules(RuleSearch search, Duration timeLimit) {
        Statistics.limitIsFine(search.limit());
        Period period = Period.of(search.from(), search.to());
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            Map<String, Hits> now = hits(connection, search, period, timeLimit);
            Long afterHits = search.afterHits();
            String afterRule = search.afterRule();
            List<Ranked> ranked = now.entrySet().stream()
                    .map(entry -> new Ranked(
                            entry.getKey(), entry.getValue(), entry.getValue().ranked(search.sourceClass())))
                    .filter(rule -> rule.events() > 0)
                    .filter(rule -> afterHits == null
                            || afterRule == null
                            || rule.events() < afterHits
                            || rule.events() == afterHits && rule.ruleId().compareTo(afterRule) > 0)
                    .sorted(Comparator.comparingLong(Ranked::events).reversed().thenComparing(Ranked::ruleId))
                    .limit(search.limit() + 1L)
                    .toList();
            List<Ranked> shown = ranked.subList(0, Math.min(search.limit(), ranked.size()));
            Map<String, Hits> before =
                    shown.isEmpty() ? Map.of() : hits(connection, search, period.before(), timeLimit);
            Map<String, List<Integer>> numbers = numbers();
            List<RuleActivity> page = new ArrayList<>();
            for (Ranked rule : shown) {
                List<Integer> own = numbers.getOrDefault(rule.ruleId(), List.of());
                Hits earlier = before.get(rule.ruleId());
                page.add(new RuleActivity(
                        rule.ruleId(),
                        own.isEmpty()
                                ? List.of()
                                : dictionaries
                                        .rules
                                        .value(own.get(own.size() - 1))
                                        .tags(),
                        rule.events(),
                        earlier == null ? 0 : earlier.ranked(search.sourceClass()),
                        rule.hits().counts(),
                        seen(connection, own, "MIN"),
                        seen(connection, own, "MAX")));
            }
            return new RulePage(page, ranked.size() > search.limit());
        });
    }

    /** Rule ids with their numbers in the dictionary, the oldest first. */
    private Map<String, List<Integer>> numbers() {
        Map<String, List<Integer>> numbers = new HashMap<>();
        List<Dictionaries.Rule> all = dictionaries.rules.all();
        for (int i = 0; i < all.size(); i++) {
            numbers.computeIfAbsent(all.get(i).ruleId(), none -> new ArrayList<>(1))
                    .add(i + 1);
        }
        return numbers;
    }

    /** The first, or last, time of any of some rules: one look at the key of each. */
    private static @Nullable Instant seen(Connection connection, List<Integer> rules, String least)
            throws SQLException {
        Instant[] seen = {null};
        for (int rule : rules) {
            Sql.each(connection, "SELECT " + least + "(time) FROM hit WHERE rule = ?", List.of(rule), row -> {
                long time = row.getLong(1);
                if (!row.wasNull()) {
                    Instant at = Times.instant(time);
                    boolean better =
                            seen[0] == null || (least.equals("MIN") ? at.isBefore(seen[0]) : at.isAfter(seen[0]));
                    seen[0] = better ? at : seen[0];
                }
            });
        }
        return seen[0];
    }

    private Map<String, Hits> hits(Connection connection, RuleSearch search, Period period, Duration timeLimit)
            throws SQLException {
        Map<String, Hits> hits = new HashMap<>();
        boolean byDay = search.host() == null && period.days() > 0;
        if (byDay) {
            List<Object> parameters = new ArrayList<>(List.of(period.firstDay(), period.lastDay()));
            String ofPort = "";
            if (search.port() != null) {
                ofPort = " AND port = ?";
                parameters.add(search.port());
            }
            each(
                    connection,
                    "SELECT rule, class, SUM(events) FROM rollup_rule_day WHERE day BETWEEN ? AND ?" + ofPort
                            + " GROUP BY rule, class",
                    parameters,
                    timeLimit,
                    row -> add(hits, row.getInt(1), row.getInt(2), row.getLong(3)));
        }
        List<Period.Hours> hours =
                byDay ? period.edges() : List.of(new Period.Hours(period.firstHour(), period.lastHour()));
        boolean all = search.host() == null && search.port() == null;
        String facets = all ? "" : facets(search.host(), search.port());
        for (Period.Hours edge : hours) {
            // Of some facets, each hour and facet is looked up by its numbers.
            String where = all
                    ? "hour BETWEEN ? AND ?"
                    : Statistics.among("hour", edge.first(), edge.last()) + " AND facet IN (" + facets + ")";
            each(
                    connection,
                    "SELECT rule, facet, events FROM rollup_rule WHERE " + where,
                    all ? List.of(edge.first(), edge.last()) : List.of(),
                    timeLimit,
                    row -> add(
                            hits,
                            row.getInt(1),
                            dictionaries.facets.value(row.getInt(2)).sourceClass(),
                            row.getLong(3)));
        }
        return hits;
    }

    /** The coarse facets of a host and port; 0, which is none, when there are none. */
    private String facets(@Nullable String host, @Nullable Integer port) {
        List<Facet> all = dictionaries.facets.all();
        StringBuilder numbers = new StringBuilder("0");
        for (int i = 0; i < all.size(); i++) {
            Facet facet = all.get(i);
            if (facet.isCoarse()
                    && (host == null || host.equals(facet.host()))
                    && (port == null || port == facet.port())) {
                numbers.append(", ").append(i + 1);
            }
        }
        return numbers.toString();
    }

    private void add(Map<String, Hits> hits, int rule, int sourceClass, long events) {
        hits.computeIfAbsent(dictionaries.rules.value(rule).ruleId(), none -> new Hits()).byClass[sourceClass] +=
                events;
    }

    private void each(Connection connection, String sql, List<?> parameters, Duration timeLimit, Sql.Row row)
            throws SQLException {
        Sql.each(connection, database.dialect().timeLimited(sql, Math.max(1, timeLimit.toMillis())), parameters, row);
    }

    /** Each bucket by its hours: the key leads to one rule in one hour. */
    List<Count> trend(String ruleId, List<Instant> bounds, Duration timeLimit) {
        List<Period> buckets = TrafficCounts.buckets(bounds);
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            List<Integer> numbers = numbers().getOrDefault(ruleId, List.of());
            List<Count> counts = new ArrayList<>();
            if (numbers.isEmpty()) {
                return counts;
            }
            String rules = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
            String facets = facets(null, null);
            for (int bucket = 0; bucket < buckets.size(); bucket++) {
                Hits hits = new Hits();
                Period period = buckets.get(bucket);
                if (period.days() > 0) {
                    each(
                            connection,
                            "SELECT class, SUM(events) FROM rollup_rule_day WHERE "
                                    + Statistics.among("day", period.firstDay(), period.lastDay())
                                    + " AND rule IN (" + rules
                                    + ") GROUP BY class",
                            List.of(),
                            timeLimit,
                            row -> hits.byClass[row.getInt(1)] += row.getLong(2));
                }
                for (Period.Hours edge : period.edges()) {
                    each(
                            connection,
                            "SELECT facet, SUM(events) FROM rollup_rule WHERE "
                                    + Statistics.among("hour", edge.first(), edge.last()) + " AND facet IN (" + facets
                                    + ") AND rule IN (" + rules + ") GROUP BY facet",
                            List.of(),
                            timeLimit,
                            row -> hits.byClass[
                                    dictionaries.facets.value(row.getInt(1)).sourceClass()] += row.getLong(2));
                }
                int at = bucket;
                hits.counts()
                        .forEach((sourceClass, events) ->
                                counts.add(new Count(at, List.of(sourceClass.key()), events, -1)));
            }
            return counts;
        });
    }
}
