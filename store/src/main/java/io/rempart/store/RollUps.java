package io.rempart.store;

import io.rempart.store.Dialect.Merge;
import io.rempart.store.Dialect.Merged;
import io.rempart.store.Dictionaries.Facet;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the hourly roll-ups, added up in memory and written once a transaction. An event is added when it is stored and
 * subtracted when it is deleted or changes its class, so roll-ups always equal the events that are there. Not thread-safe.
 */
final class RollUps {
    private record TrafficKey(long hour, int facet) {}

    private record RuleKey(long hour, int rule, int facet) {}

    private record SourceKey(ByteBuffer client, long hour, int sourceClass) {}

    private static final class SourceCount {
        long events;
        long blocked;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
    }

    private final Dictionaries dictionaries;
    private final Map<Long, long[]> hours = new HashMap<>();
    private final Map<TrafficKey, long[]> traffic = new HashMap<>();
    private final Map<RuleKey, long[]> rules = new HashMap<>();
    private final Map<SourceKey, SourceCount> sources = new HashMap<>();

    RollUps(Dictionaries dictionaries) {
        this.dictionaries = dictionaries;
    }

    /**
     * Adds (sign 1) or subtracts (sign -1) an event.
     *
     * @param facetId number of its facet
     * @param ruleIds numbers of its rules; of several with the same rule id only the first is counted
     */
    void add(Connection connection, int sign, long time, int facetId, byte @Nullable [] client, int[] ruleIds)
            throws SQLException {
        int coarse = ruleIds.length == 0
                ? 0
                : dictionaries.facet(
                        connection, dictionaries.facets.value(facetId).coarse());
        add(sign, time, facetId, coarse, client, ruleIds);
    }

    private void add(int sign, long time, int facetId, int coarse, byte @Nullable [] client, int[] ruleIds) {
        long hour = Times.hour(time);
        Facet facet = dictionaries.facets.value(facetId);
        hours.computeIfAbsent(hour, k -> new long[1])[0] += sign;
        traffic.computeIfAbsent(new TrafficKey(hour, facetId), k -> new long[1])[0] += sign;
        if (ruleIds.length > 0) {
            Set<String> counted = new HashSet<>();
            for (int rule : ruleIds) {
                if (counted.add(dictionaries.rules.value(rule).ruleId())) {
                    rules.computeIfAbsent(new RuleKey(hour, rule, coarse), k -> new long[1])[0] += sign;
                }
            }
        }
        if (client != null) {
            SourceCount count = sources.computeIfAbsent(
                    new SourceKey(ByteBuffer.wrap(client), hour, facet.sourceClass()), k -> new SourceCount());
            count.events += sign;
            count.blocked +=
                    facet.disposition() == Codes.of(io.rempart.events.model.Event.Disposition.BLOCKED) ? sign : 0;
            count.first = Math.min(count.first, time);
            count.last = Math.max(count.last, time);
        }
    }

    /** Adds an event whose coarse facet is in the dictionary already. */
    void addKnown(long time, int facetId, byte @Nullable [] client, int[] ruleIds) throws SQLException {
        Integer coarse =
                dictionaries.facets.find(dictionaries.facets.value(facetId).coarse());
        add(1, time, facetId, coarse == null ? 0 : coarse, client, ruleIds);
    }

    void write(Connection connection, Dialect dialect) throws SQLException {
        List<Merged> events = List.of(new Merged("events", Merge.ADD));
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.upsert("rollup_hour", List.of("hour"), events))) {
            for (Map.Entry<Long, long[]> entry : hours.entrySet()) {
                statement.setLong(1, entry.getKey());
                statement.setLong(2, entry.getValue()[0]);
                statement.addBatch();
            }
            execute(statement, hours);
        }
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.upsert("rollup_traffic", List.of("hour", "facet"), events))) {
            for (Map.Entry<TrafficKey, long[]> entry : traffic.entrySet()) {
                statement.setLong(1, entry.getKey().hour());
                statement.setInt(2, entry.getKey().facet());
                statement.setLong(3, entry.getValue()[0]);
                statement.addBatch();
            }
            execute(statement, traffic);
        }
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.upsert("rollup_rule", List.of("hour", "rule", "facet"), events))) {
            for (Map.Entry<RuleKey, long[]> entry : rules.entrySet()) {
                statement.setLong(1, entry.getKey().hour());
                statement.setInt(2, entry.getKey().rule());
                statement.setInt(3, entry.getKey().facet());
                statement.setLong(4, entry.getValue()[0]);
                statement.addBatch();
            }
            execute(statement, rules);
        }
        writeSources(connection, dialect);
        removeEmpty(connection);
        hours.clear();
        traffic.clear();
        rules.clear();
        sources.clear();
    }

    private void writeSources(Connection connection, Dialect dialect) throws SQLException {
        String upsert = dialect.upsert(
                "rollup_source",
                List.of("hour", "client", "class"),
                List.of(
                        new Merged("events", Merge.ADD),
                        new Merged("blocked", Merge.ADD),
                        new Merged("first_seen", Merge.LEAST),
                        new Merged("last_seen", Merge.GREATEST)));
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            for (Map.Entry<SourceKey, SourceCount> entry : sources.entrySet()) {
                SourceKey key = entry.getKey();
                SourceCount count = entry.getValue();
                statement.setLong(1, key.hour());
                statement.setBytes(2, key.client().array());
                statement.setInt(3, key.sourceClass());
                statement.setLong(4, count.events);
                statement.setLong(5, count.blocked);
                statement.setLong(6, count.first);
                statement.setLong(7, count.last);
                statement.addBatch();
            }
            execute(statement, sources);
        }
    }

    private static void execute(PreparedStatement statement, Map<?, ?> rows) throws SQLException {
        if (!rows.isEmpty()) {
            statement.executeBatch();
        }
    }

    /** Rows that count nothing any more. */
    private void removeEmpty(Connection connection) throws SQLException {
        Set<Long> shrunk = new HashSet<>();
        hours.forEach((hour, n) -> {
            if (n[0] <= 0) {
                shrunk.add(hour);
            }
        });
        traffic.forEach((key, n) -> {
            if (n[0] < 0) {
                shrunk.add(key.hour());
            }
        });
        for (long hour : shrunk) {
            Sql.update(connection, "DELETE FROM rollup_hour WHERE hour = ? AND events = 0", hour);
            Sql.update(connection, "DELETE FROM rollup_traffic WHERE hour = ? AND events = 0", hour);
            Sql.update(connection, "DELETE FROM rollup_rule WHERE hour = ? AND events = 0", hour);
        }
        for (Map.Entry<SourceKey, SourceCount> entry : sources.entrySet()) {
            if (entry.getValue().events < 0) {
                SourceKey key = entry.getKey();
                Sql.update(
                        connection,
                        "DELETE FROM rollup_source WHERE hour = ? AND client = ? AND class = ? AND events = 0",
                        key.hour(),
                        key.client().array(),
                        key.sourceClass());
            }
        }
    }

    /** Where the roll-ups of the database are not what was added here: one sentence a table. */
    List<String> differences(Connection connection) throws SQLException {
        List<String> differences = new java.util.ArrayList<>();
        compare(
                "hour",
                "SELECT hour, events FROM rollup_hour",
                connection,
                hours,
                differences,
                row -> row.getLong(1),
                2);
        compare(
                "class, host, port, country, log source and disposition",
                "SELECT hour, facet, events FROM rollup_traffic",
                connection,
                traffic,
                differences,
                row -> new TrafficKey(row.getLong(1), row.getInt(2)),
                3);
        compare(
                "rule",
                "SELECT hour, rule, facet, events FROM rollup_rule",
                connection,
                rules,
                differences,
                row -> new RuleKey(row.getLong(1), row.getInt(2), row.getInt(3)),
                4);
        Map<SourceKey, long[]> counted = new HashMap<>();
        sources.forEach((key, count) -> counted.put(key, new long[] {count.events}));
        compare(
                "source",
                "SELECT client, hour, class, events FROM rollup_source",
                connection,
                counted,
                differences,
                row -> new SourceKey(ByteBuffer.wrap(row.getBytes(1)), row.getLong(2), row.getInt(3)),
                4);
        return differences;
    }

    private interface KeyOf<K> {
        K read(java.sql.ResultSet row) throws SQLException;
    }

    private static <K> void compare(
            String by,
            String select,
            Connection connection,
            Map<K, long[]> expected,
            List<String> differences,
            KeyOf<K> keyOf,
            int countColumn)
            throws SQLException {
        long[] counts = {0, 0};
        Sql.each(connection, select, List.of(), row -> {
            counts[0]++;
            long[] events = expected.get(keyOf.read(row));
            if (events == null || events[0] != row.getLong(countColumn)) {
                counts[1]++;
            }
        });
        long missing = expected.size() - (counts[0] - counts[1]);
        if (counts[1] > 0 || missing > 0) {
            differences.add(
                    "The roll-up by " + by + " differs from the events in " + Math.max(counts[1], missing) + " rows.");
        }
    }
}
