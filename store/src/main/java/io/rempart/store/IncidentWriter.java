package io.rempart.store;

import io.rempart.events.store.IncidentStore.State;
import io.rempart.store.Dialect.Merge;
import io.rempart.store.Dialect.Merged;
import io.rempart.store.IncidentSummary.Kind;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps incidents in step with the events, once a transaction. An event joins the incident of its source and class whose span,
 * widened by the silence, it falls into; one that falls between two incidents joins them; one that falls into none begins one.
 * An event that is deleted or changes its class leaves its incident, which goes with its last event; spans are not narrowed.
 * The work is one lookup and one write for each source and class of a batch. Not thread-safe.
 */
final class IncidentWriter {
    static final Duration USUAL_SILENCE = Duration.ofHours(24);
    static final String SILENCE = "incident.silence-hours";

    /**
     * An event as incidents see it.
     *
     * @param sign 1 for one that comes, -1 for one that goes
     * @param severity rank, 8 for none
     * @param archiveRule the rule that archives it; 0 for none
     */
    record Sighting(
            int sign,
            long time,
            int severity,
            boolean blocked,
            String country,
            long asn,
            String organisation,
            String host,
            String path,
            List<String> ruleIds,
            String message,
            String userAgent,
            int tool,
            long archiveRule) {}

    private record Key(ByteBuffer client, int sourceClass) {}

    private final Map<Key, List<Sighting>> sightings = new LinkedHashMap<>();

    void add(byte @Nullable [] client, int sourceClass, Sighting sighting) {
        if (client != null) {
            sightings
                    .computeIfAbsent(new Key(ByteBuffer.wrap(client), sourceClass), none -> new ArrayList<>(4))
                    .add(sighting);
        }
    }

    void write(Connection connection, Dialect dialect) throws SQLException {
        if (sightings.isEmpty()) {
            return;
        }
        long silence = silence(connection).toNanos() / 1_000;
        long[] lastId = {Sql.number(connection, "SELECT last_incident_id FROM store_state WHERE id = 1")};
        long lastIdBefore = lastId[0];
        Map<Long, IncidentRow> written = new TreeMap<>();
        List<Long> gone = new ArrayList<>();
        long earliest = sightings.values().stream()
                .flatMap(List::stream)
                .mapToLong(Sighting::time)
                .min()
                .orElse(0);
        try (PreparedStatement near = connection.prepareStatement("SELECT " + IncidentRow.SELECTED
                + IncidentRow.FROM
                + " WHERE i.last_day IN (" + IncidentRow.days(connection, Times.day(earliest - silence))
                + ") AND i.client = ? AND i.class = ? AND i.last_seen >= ? AND i.first_seen <= ?"
                + " ORDER BY i.first_seen")) {
            for (Map.Entry<Key, List<Sighting>> entry : sightings.entrySet()) {
                List<Sighting> ofSource = entry.getValue();
                ofSource.sort(Comparator.comparingLong(Sighting::time));
                Span span = new Span(connection, entry.getKey(), silence, lastId);
                span.load(
                        near,
                        ofSource.get(0).time(),
                        ofSource.get(ofSource.size() - 1).time());
                for (Sighting sighting : ofSource) {
                    span.apply(sighting);
                }
                span.finish(written, gone);
            }
        }
        store(connection, dialect, written);
        forget(connection, gone);
        if (lastId[0] > lastIdBefore) {
            Sql.update(connection, "UPDATE store_state SET last_incident_id = ? WHERE id = 1", lastId[0]);
        }
        sightings.clear();
    }

    static Duration silence(Connection connection) throws SQLException {
        long hours = Sql.number(connection, "SELECT CAST(content AS DECIMAL) FROM setting WHERE name = ?", SILENCE);
        return hours <= 0 ? USUAL_SILENCE : Duration.ofHours(hours);
    }

    private static void store(Connection connection, Dialect dialect, Map<Long, IncidentRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        List<Merged> columns = IncidentRow.COLUMNS.stream()
                .map(column -> new Merged(column, Merge.REPLACE))
                .toList();
        try (PreparedStatement incidents =
                connection.prepareStatement(dialect.upsert("incident", List.of("id"), columns))) {
            for (IncidentRow row : rows.values()) {
                row.bind(incidents);
                incidents.addBatch();
            }
            incidents.executeBatch();
        }
    }

    private static void forget(Connection connection, List<Long> ids) throws SQLException {
        for (long id : ids) {
            Sql.update(connection, "DELETE FROM incident WHERE id = ?", id);
            Sql.update(connection, "DELETE FROM incident_changed WHERE incident = ?", id);
        }
    }

    /** The incidents of one source and class around the times of a batch. */
    private static final class Span {
        private final Connection connection;
        private final Key key;
        private final long silence;
        private final long[] lastId;
        private final List<IncidentRow> rows = new ArrayList<>(2);
        private final Map<Long, IncidentRow> changed = new TreeMap<>();
        private final List<Long> gone = new ArrayList<>(0);

        Span(Connection connection, Key key, long silence, long[] lastId) {
            this.connection = connection;
            this.key = key;
            this.silence = silence;
            this.lastId = lastId;
        }

        void load(PreparedStatement near, long firstTime, long lastTime) throws SQLException {
            near.setBytes(1, key.client().array());
            near.setInt(2, key.sourceClass());
            near.setLong(3, firstTime - silence);
            near.setLong(4, lastTime + silence);
            try (var found = near.executeQuery()) {
                while (found.next()) {
                    rows.add(IncidentRow.read(found));
                }
            }
        }

        void apply(Sighting sighting) throws SQLException {
            if (sighting.sign() > 0) {
                come(sighting);
            } else {
                go(sighting);
            }
        }

        private void come(Sighting sighting) throws SQLException {
            IncidentRow joined = null;
            for (int i = 0; i < rows.size(); i++) {
                IncidentRow row = rows.get(i);
                if (sighting.time() < row.first - silence || sighting.time() > row.last + silence) {
                    continue;
                }
                if (joined == null) {
                    joined = row;
                } else {
                    joined.absorb(row);
                    moveHistory(row.id, joined.id);
                    rows.remove(i--);
                    changed.remove(row.id);
                    gone.add(row.id);
                }
            }
            boolean begins = joined == null;
            if (joined == null) {
                joined =
                        IncidentRow.begun(++lastId[0], key.client().array(), key.sourceClass(), sighting.archiveRule());
                rows.add(joined);
            }
            count(joined, sighting);
            if (begins) {
                joined.settled = joined.severity;
            } else {
                reopen(joined, sighting);
            }
            changed.put(joined.id, joined);
        }

        private static void count(IncidentRow row, Sighting sighting) {
            row.events++;
            row.blocked += sighting.blocked() ? 1 : 0;
            row.severity = Math.min(row.severity, sighting.severity());
            if (sighting.time() >= row.last) {
                row.country = sighting.country();
                row.asn = sighting.asn();
                row.organisation = sighting.organisation();
            }
            row.first = Math.min(row.first, sighting.time());
            row.last = Math.max(row.last, sighting.time());
            row.tool = row.tool == 0 ? sighting.tool() : row.tool;
            if (!sighting.path().isEmpty()) {
                row.likeness = Math.min(row.likeness, Tool.hashed(0xcbf29ce484222325L, sighting.path()));
            }
            list(row, sighting);
        }

        private static void reopen(IncidentRow row, Sighting sighting) {
            if (row.state != State.ARCHIVED) {
                return;
            }
            boolean byRule = row.archiveRule > 0;
            if (byRule && sighting.archiveRule() == 0) {
                row.state = State.OPEN;
                row.archiveRule = 0;
            } else if (byRule) {
                row.settled = row.severity;
            } else if (sighting.severity() < row.settled && !IncidentRow.beginsSettled(row.sourceClass)) {
                row.state = State.OPEN;
            }
        }

        private static void list(IncidentRow row, Sighting sighting) {
            row.summary.add(Kind.HOST, sighting.host(), sighting.sign());
            row.summary.add(Kind.PATH, sighting.path(), sighting.sign());
            for (String ruleId : sighting.ruleIds()) {
                row.summary.add(Kind.RULE, ruleId, sighting.sign());
            }
            row.summary.add(Kind.MESSAGE, sighting.message(), sighting.sign());
            row.summary.add(Kind.USER_AGENT, sighting.userAgent(), sighting.sign());
        }

        private void go(Sighting sighting) {
            for (IncidentRow row : rows) {
                if (sighting.time() >= row.first && sighting.time() <= row.last && row.events > 0) {
                    row.events--;
                    row.blocked -= sighting.blocked() ? 1 : 0;
                    list(row, sighting);
                    changed.put(row.id, row);
                    return;
                }
            }
        }

        /** The history of an incident that was joined to another: a change of both stays the other's. */
        private void moveHistory(long from, long to) throws SQLException {
            List<Long> both = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT a.change_id FROM incident_changed a JOIN incident_changed b ON b.change_id = a.change_id"
                            + " WHERE a.incident = ? AND b.incident = ?",
                    List.of(from, to),
                    row -> both.add(row.getLong(1)));
            for (long change : both) {
                Sql.update(
                        connection, "DELETE FROM incident_changed WHERE incident = ? AND change_id = ?", from, change);
            }
            Sql.update(connection, "UPDATE incident_changed SET incident = ? WHERE incident = ?", to, from);
        }

        void finish(Map<Long, IncidentRow> written, List<Long> allGone) {
            changed.forEach((id, row) -> {
                if (row.events > 0) {
                    written.put(id, row);
                } else {
                    allGone.add(id);
                }
            });
            allGone.addAll(gone);
        }
    }
}
