package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.TextField;
import io.rempart.events.query.Query.TextPattern;
import io.rempart.events.store.Counted;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.EventStore.StoredEvent;
import io.rempart.events.store.IncidentStore.Incident;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.SourceActivity;
import io.rempart.events.store.StatisticsStore.Verdict;
import io.rempart.events.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one address did, what people decided about it, and events like one. Thread-safe. */
final class SourceActivities {
    private static final int INCIDENTS = 50;
    private static final int LISTED = 20;
    private static final int RULES_COMPARED = 3;

    private final Database database;
    private final Dictionaries dictionaries;
    private final SourceRanking ranking;
    private final IncidentSearches incidents;
    private final EventSearch events;
    private final EventReads reads;

    SourceActivities(
            Database database,
            Dictionaries dictionaries,
            SourceRanking ranking,
            IncidentSearches incidents,
            EventSearch events,
            EventReads reads) {
        this.database = database;
        this.dictionaries = dictionaries;
        this.ranking = ranking;
        this.incidents = incidents;
        this.events = events;
        this.reads = reads;
    }

    Optional<SourceActivity> source(IPAddress client, Instant from, Instant to, Duration timeLimit) {
        Period period = Period.of(from, to);
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            SourceSummary summary = ranking.one(connection, client, period);
            if (summary == null) {
                return Optional.empty();
            }
            byte[] bytes = Objects.requireNonNull(Addresses.bytes(client));
            List<Incident> own = incidents.ofClient(
                    connection, bytes, Times.micros(period.from()), Times.micros(period.to()), INCIDENTS);
            return Optional.of(new SourceActivity(
                    summary,
                    together(own, Incident::hosts),
                    together(own, Incident::paths),
                    together(own, Incident::rules),
                    together(own, Incident::messages),
                    together(own, Incident::userAgents),
                    own));
        });
    }

    private static List<Counted> together(List<Incident> incidents, Function<Incident, List<Counted>> list) {
        Map<String, Long> sums = new LinkedHashMap<>();
        for (Incident incident : incidents) {
            list.apply(incident).forEach(counted -> sums.merge(counted.value(), counted.events(), Long::sum));
        }
        return sums.entrySet().stream()
                .map(entry -> new Counted(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Counted::events).reversed())
                .limit(LISTED)
                .toList();
    }

    /** Each hour, and each day, is looked up by its number: the keys are by time first. */
    List<Count> trend(IPAddress client, List<Instant> bounds, Duration timeLimit) {
        List<Period> buckets = TrafficCounts.buckets(bounds);
        byte[] bytes = Objects.requireNonNull(Addresses.bytes(client));
        return database.read(timeLimit, (handle, connection) -> {
            List<Count> counts = new ArrayList<>();
            for (int bucket = 0; bucket < buckets.size(); bucket++) {
                Period period = buckets.get(bucket);
                long[] byClass = new long[RollUps.CLASS_COLUMNS.size()];
                if (period.days() > 0) {
                    String sums = RollUps.CLASS_COLUMNS.stream()
                            .map(column -> "SUM(" + column + ")")
                            .collect(Collectors.joining(", "));
                    each(
                            connection,
                            "SELECT " + sums + " FROM rollup_source_day WHERE "
                                    + Statistics.among("day", period.firstDay(), period.lastDay()) + " AND client = ?",
                            bytes,
                            timeLimit,
                            row -> {
                                for (int i = 0; i < byClass.length; i++) {
                                    byClass[i] += row.getLong(i + 1);
                                }
                            });
                }
                for (Period.Hours edge : period.edges()) {
                    each(
                            connection,
                            "SELECT class, SUM(events) FROM rollup_source WHERE "
                                    + Statistics.among("hour", edge.first(), edge.last())
                                    + " AND client = ? GROUP BY class",
                            bytes,
                            timeLimit,
                            row -> byClass[row.getInt(1)] += row.getLong(2));
                }
                for (int i = 0; i < byClass.length; i++) {
                    if (byClass[i] > 0) {
                        SourceClass sourceClass = Codes.sourceClass(i);
                        counts.add(new Count(bucket, List.of(sourceClass.key()), byClass[i], -1));
                    }
                }
            }
            return counts;
        });
    }

    private void each(java.sql.Connection connection, String sql, byte[] client, Duration timeLimit, Sql.Row row)
            throws java.sql.SQLException {
        Sql.each(
                connection,
                database.dialect().timeLimited(sql, Math.max(1, timeLimit.toMillis())),
                List.of(client),
                row);
    }

    List<Verdict> verdicts(IPAddress client, @Nullable Long beforeId, int limit) {
        return database.read((handle, connection) -> {
            List<Verdict> verdicts = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT id, event_id, at, person, class_before, class_after, remark FROM verdict_history"
                            + " WHERE client = ? AND id < ? ORDER BY id DESC LIMIT "
                            + Math.max(1, Math.min(limit, 1_000)),
                    List.of(
                            Objects.requireNonNull(Addresses.bytes(client)),
                            beforeId == null ? Long.MAX_VALUE : beforeId),
                    row -> verdicts.add(new Verdict(
                            row.getLong(1),
                            row.getLong(2),
                            Times.instant(row.getLong(3)),
                            row.getString(4),
                            Codes.sourceClass(row.getInt(5)),
                            Codes.sourceClass(row.getInt(6)),
                            row.getString(7))));
            return verdicts;
        });
    }

    // ---- similar events

    List<EventSummary> similar(long eventId, int limit, Duration timeLimit) {
        if (limit < 1 || limit > 1_000) {
            throw new StoreException("An answer has 1 to 1,000 events, not " + limit + ".");
        }
        Optional<EventSummary> event = reads.event(eventId).map(StoredEvent::summary);
        if (event.isEmpty()) {
            return List.of();
        }
        EventSummary summary = event.get();
        long deadline = System.nanoTime() + timeLimit.toNanos();
        Map<Long, EventSummary> found = new LinkedHashMap<>();
        List<Query> likeness = new ArrayList<>();
        String path = Texts.path(summary.uri());
        if (path.length() > 1) {
            likeness.add(new Query.TextIs(TextField.PATH, TextPattern.exactly(path)));
        }
        if (!summary.ruleIds().isEmpty()) {
            List<Query> rules = new ArrayList<>();
            summary.ruleIds().stream()
                    .limit(RULES_COMPARED)
                    .forEach(rule -> rules.add(new Query.RuleIs(TextPattern.exactly(rule))));
            likeness.add(new Query.And(rules));
        }
        for (int i = 0; i < likeness.size() && found.size() <= limit; i++) {
            Duration left = Duration.ofNanos(Math.max(1, (deadline - System.nanoTime()) / (likeness.size() - i)));
            events.search(likeness.get(i), null, Math.min(1_000, limit * 4), left)
                    .events()
                    .forEach(other -> found.putIfAbsent(other.id(), other));
        }
        return found.values().stream()
                .filter(other -> other.id() != eventId)
                .sorted(Comparator.comparing((EventSummary other) -> Objects.equals(other.client(), summary.client())))
                .limit(limit)
                .toList();
    }
}
