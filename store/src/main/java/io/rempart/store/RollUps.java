package io.rempart.store;

import io.rempart.events.model.Event.Disposition;
import io.rempart.store.Dialect.Merge;
import io.rempart.store.Dialect.Merged;
import io.rempart.store.Dictionaries.Facet;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the roll-ups, added up in memory and written once a transaction. An event is added when it is stored and
 * subtracted when it is deleted or changes its class, so roll-ups always equal the events that are there. Hours serve short
 * periods and the search, days serve long periods. Not thread-safe.
 */
final class RollUps {
    private static final int CLASSES = 7;
    private static final int BLOCKED = Codes.of(Disposition.BLOCKED);

    private static final List<Merged> EVENTS = List.of(new Merged("events", Merge.ADD));
    private static final List<Merged> EVENTS_AND_BLOCKED =
            List.of(new Merged("events", Merge.ADD), new Merged("blocked", Merge.ADD));

    /** The columns of {@code rollup_source_day} by the code of the class. */
    static final List<String> CLASS_COLUMNS =
            List.of("unclassified", "attack", "scanner", "bad_bot", "brute_force", "good_bot", "false_positive");

    /**
     * An event as roll-ups see it.
     *
     * @param facet number of its facet
     * @param rules numbers of its rules; of several with the same rule id only the first is counted
     */
    record Tally(long time, int facet, byte @Nullable [] client, long asn, String country, int port, int[] rules) {
        Tally withFacet(int other) {
            return new Tally(time, other, client, asn, country, port, rules);
        }
    }

    private record FacetKey(long hour, int facet) {}

    private record RuleKey(long hour, int rule, int facet) {}

    private record RuleDayKey(long day, int rule, int sourceClass, int port) {}

    private record NetworkKey(long day, long asn, String country, int sourceClass, int port) {}

    private record SourceKey(ByteBuffer client, long hour, int sourceClass) {}

    private record SourceDayKey(ByteBuffer client, long day) {}

    /** Counts; those by class only where they are written. */
    private static final class Sum {
        long events;
        long blocked;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long @Nullable [] byClass;

        void add(int sign, boolean isBlocked) {
            events += sign;
            blocked += isBlocked ? sign : 0;
        }

        void add(int sign, boolean isBlocked, long time) {
            add(sign, isBlocked);
            first = Math.min(first, time);
            last = Math.max(last, time);
        }

        void add(int sign, boolean isBlocked, long time, int sourceClass) {
            add(sign, isBlocked, time);
            if (byClass == null) {
                byClass = new long[CLASSES];
            }
            byClass[sourceClass] += sign;
        }

        long ofClass(int sourceClass) {
            return byClass == null ? 0 : byClass[sourceClass];
        }
    }

    private final Dictionaries dictionaries;
    private final Map<Long, Sum> hours = new HashMap<>();
    private final Map<FacetKey, Sum> traffic = new HashMap<>();
    private final Map<FacetKey, Sum> sites = new HashMap<>();
    private final Map<NetworkKey, Sum> networks = new HashMap<>();
    private final Map<RuleKey, Sum> rules = new HashMap<>();
    private final Map<RuleDayKey, Sum> ruleDays = new HashMap<>();
    private final Map<SourceKey, Sum> sources = new HashMap<>();
    private final Map<SourceDayKey, Sum> sourceDays = new HashMap<>();

    RollUps(Dictionaries dictionaries) {
        this.dictionaries = dictionaries;
    }

    /** Adds (sign 1) or subtracts (sign -1) an event. */
    void add(Connection connection, int sign, Tally event) throws SQLException {
        int coarse = dictionaries.facet(
                connection, dictionaries.facets.value(event.facet()).coarse());
        add(sign, event, coarse);
    }

    /** Adds an event whose coarse facet is in the dictionary already. */
    void addKnown(Tally event) {
        Integer coarse = dictionaries.facets.find(
                dictionaries.facets.value(event.facet()).coarse());
        add(1, event, coarse == null ? 0 : coarse);
    }

    private void add(int sign, Tally event, int coarse) {
        long hour = Times.hour(event.time());
        long day = Math.floorDiv(hour, 24);
        Facet facet = dictionaries.facets.value(event.facet());
        int sourceClass = facet.sourceClass();
        boolean blocked = facet.disposition() == BLOCKED;
        hours.computeIfAbsent(hour, k -> new Sum()).add(sign, blocked);
        traffic.computeIfAbsent(new FacetKey(hour, event.facet()), k -> new Sum())
                .add(sign, blocked);
        sites.computeIfAbsent(new FacetKey(hour, coarse), k -> new Sum()).add(sign, blocked);
        networks.computeIfAbsent(
                        new NetworkKey(day, event.asn(), event.country(), sourceClass, event.port()), k -> new Sum())
                .add(sign, blocked);
        if (event.rules().length > 0) {
            Set<String> counted = new HashSet<>();
            for (int rule : event.rules()) {
                if (counted.add(dictionaries.rules.value(rule).ruleId())) {
                    rules.computeIfAbsent(new RuleKey(hour, rule, coarse), k -> new Sum())
                            .add(sign, blocked);
                    ruleDays.computeIfAbsent(new RuleDayKey(day, rule, sourceClass, facet.port()), k -> new Sum())
                            .add(sign, blocked);
                }
            }
        }
        if (event.client() != null) {
            ByteBuffer client = ByteBuffer.wrap(event.client());
            sources.computeIfAbsent(new SourceKey(client, hour, sourceClass), k -> new Sum())
                    .add(sign, blocked, event.time());
            sourceDays
                    .computeIfAbsent(new SourceDayKey(client, day), k -> new Sum())
                    .add(sign, blocked, event.time(), sourceClass);
        }
    }

    void write(Connection connection, Dialect dialect) throws SQLException {
        upsert(connection, dialect.upsert("rollup_hour", List.of("hour"), EVENTS), hours, (s, key, sum) -> {
            s.setLong(1, key);
            s.setLong(2, sum.events);
        });
        upsert(
                connection,
                dialect.upsert("rollup_traffic", List.of("hour", "facet"), EVENTS),
                traffic,
                (s, key, sum) -> {
                    s.setLong(1, key.hour());
                    s.setInt(2, key.facet());
                    s.setLong(3, sum.events);
                });
        upsert(
                connection,
                dialect.upsert("rollup_site", List.of("hour", "facet"), EVENTS_AND_BLOCKED),
                sites,
                (s, key, sum) -> {
                    s.setLong(1, key.hour());
                    s.setInt(2, key.facet());
                    s.setLong(3, sum.events);
                    s.setLong(4, sum.blocked);
                });
        upsert(
                connection,
                dialect.upsert("rollup_network", List.of("day", "asn", "country", "class", "port"), EVENTS_AND_BLOCKED),
                networks,
                (s, key, sum) -> {
                    s.setLong(1, key.day());
                    s.setLong(2, key.asn());
                    s.setString(3, key.country());
                    s.setInt(4, key.sourceClass());
                    s.setInt(5, key.port());
                    s.setLong(6, sum.events);
                    s.setLong(7, sum.blocked);
                });
        upsert(
                connection,
                dialect.upsert("rollup_rule", List.of("hour", "facet", "rule"), EVENTS),
                rules,
                (s, key, sum) -> {
                    s.setLong(1, key.hour());
                    s.setInt(2, key.facet());
                    s.setInt(3, key.rule());
                    s.setLong(4, sum.events);
                });
        upsert(
                connection,
                dialect.upsert("rollup_rule_day", List.of("day", "rule", "class", "port"), EVENTS),
                ruleDays,
                (s, key, sum) -> {
                    s.setLong(1, key.day());
                    s.setInt(2, key.rule());
                    s.setInt(3, key.sourceClass());
                    s.setInt(4, key.port());
                    s.setLong(5, sum.events);
                });
        writeSources(connection, dialect);
        removeEmpty(connection);
        hours.clear();
        traffic.clear();
        sites.clear();
        networks.clear();
        rules.clear();
        ruleDays.clear();
        sources.clear();
        sourceDays.clear();
    }

    private void writeSources(Connection connection, Dialect dialect) throws SQLException {
        List<Merged> merged = new ArrayList<>(EVENTS_AND_BLOCKED);
        merged.add(new Merged("first_seen", Merge.LEAST));
        merged.add(new Merged("last_seen", Merge.GREATEST));
        upsert(
                connection,
                dialect.upsert("rollup_source", List.of("hour", "client", "class"), merged),
                sources,
                (s, key, sum) -> {
                    s.setLong(1, key.hour());
                    s.setBytes(2, key.client().array());
                    s.setInt(3, key.sourceClass());
                    s.setLong(4, sum.events);
                    s.setLong(5, sum.blocked);
                    s.setLong(6, sum.first);
                    s.setLong(7, sum.last);
                });
        CLASS_COLUMNS.forEach(column -> merged.add(new Merged(column, Merge.ADD)));
        upsert(
                connection,
                dialect.upsert("rollup_source_day", List.of("day", "client"), merged),
                sourceDays,
                (s, key, sum) -> {
                    s.setLong(1, key.day());
                    s.setBytes(2, key.client().array());
                    s.setLong(3, sum.events);
                    s.setLong(4, sum.blocked);
                    s.setLong(5, sum.first);
                    s.setLong(6, sum.last);
                    for (int sourceClass = 0; sourceClass < CLASSES; sourceClass++) {
                        s.setLong(7 + sourceClass, sum.ofClass(sourceClass));
                    }
                });
    }

    private interface Binding<K> {
        void bind(PreparedStatement statement, K key, Sum sum) throws SQLException;
    }

    private static <K> void upsert(Connection connection, String sql, Map<K, Sum> rows, Binding<K> binding)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<K, Sum> row : rows.entrySet()) {
                binding.bind(statement, row.getKey(), row.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Rows that count nothing any more. */
    private void removeEmpty(Connection connection) throws SQLException {
        Set<Long> shrunkHours = new HashSet<>();
        Set<Long> shrunkDays = new HashSet<>();
        // A change of class leaves the hour as it was, and empties rows of a facet.
        traffic.forEach((key, sum) -> {
            if (sum.events < 0) {
                shrunkHours.add(key.hour());
                shrunkDays.add(Math.floorDiv(key.hour(), 24));
            }
        });
        for (long hour : shrunkHours) {
            for (String table : List.of("rollup_hour", "rollup_traffic", "rollup_site", "rollup_rule")) {
                Sql.update(connection, "DELETE FROM " + table + " WHERE hour = ? AND events = 0", hour);
            }
        }
        for (long day : shrunkDays) {
            for (String table : List.of("rollup_network", "rollup_rule_day", "rollup_source_day")) {
                Sql.update(connection, "DELETE FROM " + table + " WHERE day = ? AND events = 0", day);
            }
        }
        for (Map.Entry<SourceKey, Sum> entry : sources.entrySet()) {
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
        List<String> differences = new ArrayList<>();
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
                row -> new FacetKey(row.getLong(1), row.getInt(2)),
                3);
        compare(
                "class, host and port",
                "SELECT hour, facet, events, blocked FROM rollup_site",
                connection,
                sites,
                differences,
                row -> new FacetKey(row.getLong(1), row.getInt(2)),
                3);
        compare(
                "network and country",
                "SELECT day, asn, country, class, port, events FROM rollup_network",
                connection,
                networks,
                differences,
                row -> new NetworkKey(row.getLong(1), row.getLong(2), row.getString(3), row.getInt(4), row.getInt(5)),
                6);
        compare(
                "rule",
                "SELECT hour, rule, facet, events FROM rollup_rule",
                connection,
                rules,
                differences,
                row -> new RuleKey(row.getLong(1), row.getInt(2), row.getInt(3)),
                4);
        compare(
                "rule and day",
                "SELECT day, rule, class, port, events FROM rollup_rule_day",
                connection,
                ruleDays,
                differences,
                row -> new RuleDayKey(row.getLong(1), row.getInt(2), row.getInt(3), row.getInt(4)),
                5);
        compare(
                "source",
                "SELECT client, hour, class, events FROM rollup_source",
                connection,
                sources,
                differences,
                row -> new SourceKey(ByteBuffer.wrap(row.getBytes(1)), row.getLong(2), row.getInt(3)),
                4);
        compare(
                "source and day",
                "SELECT client, day, events FROM rollup_source_day",
                connection,
                sourceDays,
                differences,
                row -> new SourceDayKey(ByteBuffer.wrap(row.getBytes(1)), row.getLong(2)),
                3);
        String ofClasses = String.join(" + ", CLASS_COLUMNS);
        long unequal = Sql.number(connection, "SELECT COUNT(*) FROM rollup_source_day WHERE events <> " + ofClasses);
        if (unequal > 0) {
            differences.add("The roll-up by source and day has " + unequal + " rows whose classes do not add up.");
        }
        return differences;
    }

    private interface KeyOf<K> {
        K read(ResultSet row) throws SQLException;
    }

    private static <K> void compare(
            String by,
            String select,
            Connection connection,
            Map<K, Sum> expected,
            List<String> differences,
            KeyOf<K> keyOf,
            int countColumn)
            throws SQLException {
        long[] counts = {0, 0};
        Sql.each(connection, select, List.of(), row -> {
            counts[0]++;
            Sum sum = expected.get(keyOf.read(row));
            if (sum == null || sum.events != row.getLong(countColumn)) {
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
