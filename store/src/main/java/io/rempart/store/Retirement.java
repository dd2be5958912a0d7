package io.rempart.store;

import io.rempart.events.model.Event;
import io.rempart.events.store.EventStore.Retention;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes the oldest events or those of one log source, a bounded number a transaction, and gives their disk space back. Roll-ups follow: what is counted
 * is what is there. By size, the number to delete is worked out from the average event, then measured again.
 */
final class Retirement {
    private static final int STEP = 2_000;
    private static final int ROUNDS_BY_SIZE = 12;
    /** What a deletion by size leaves free of the limit, so that the next batch does not exceed it again. */
    private static final double LEFT_FREE = 0.05;

    private static final long QUARANTINED = 100_000;

    private final Database database;
    private final Dictionaries dictionaries;

    Retirement(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    long retain(Retention retention) {
        long deleted = 0;
        if (retention.maxAge() != null) {
            Instant oldest = retention.now().minus(retention.maxAge());
            deleted += deleteBefore(Times.micros(oldest), Long.MAX_VALUE);
            deleteQuarantineBefore(oldest);
        }
        limitSmallTables();
        if (deleted > 0) {
            reclaim(false);
        }
        Long maxBytes = retention.maxBytes();
        if (maxBytes != null) {
            deleted += deleteAbove(maxBytes);
        }
        return deleted;
    }

    private long deleteAbove(long maxBytes) {
        long deleted = 0;
        for (int round = 0; round < ROUNDS_BY_SIZE; round++) {
            long size = size();
            if (size > maxBytes && round == 0) {
                // Perhaps it is only space that was never given back.
                reclaim(false);
                size = size();
            }
            long events = database.read(
                    (handle, connection) -> Sql.number(connection, "SELECT COALESCE(SUM(events), 0) FROM rollup_hour"));
            if (size <= maxBytes || events == 0) {
                return deleted;
            }
            double excess = size - maxBytes * (1 - LEFT_FREE);
            long number = Math.min(events, Math.max(1, (long) Math.ceil(events * excess / size)));
            deleted += deleteBefore(Long.MAX_VALUE, number);
            reclaim(false);
            if (size() > maxBytes) {
                reclaim(true);
            }
        }
        return deleted;
    }

    private long size() {
        return database.read((handle, connection) -> database.dialect().sizeInBytes(connection));
    }

    private void reclaim(boolean thoroughly) {
        database.maintain(connection -> database.dialect().reclaim(connection, thoroughly));
    }

    /** Deletes all that came from a log source: events, quarantine, bookmarks, its account. */
    long remove(String logSource) {
        int id = database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            return (int)
                    Sql.number(connection, "SELECT COALESCE(MIN(id), -1) FROM log_source WHERE name = ?", logSource);
        });
        if (id < 0) {
            return 0;
        }
        long deleted = delete(new Range("log_source = ?", id), Long.MAX_VALUE);
        database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            for (String table : List.of("quarantine", "bookmark", "ledger")) {
                Sql.update(connection, "DELETE FROM " + table + " WHERE log_source = ?", id);
            }
            return deleted;
        });
        reclaim(false);
        return deleted;
    }

    /** Which events: a condition with one value. */
    private record Range(String condition, Object value) {}

    /** Deletes events before a time, the oldest first, at most {@code number}. */
    private long deleteBefore(long time, long number) {
        return delete(new Range("time < ?", time), number);
    }

    private long delete(Range range, long number) {
        long deleted = 0;
        while (deleted < number) {
            int step = (int) Math.min(STEP, number - deleted);
            int done = database.write((handle, connection) -> deleteStep(connection, range, step));
            deleted += done;
            if (done < step) {
                break;
            }
        }
        if (deleted > 0) {
            database.write((handle, connection) -> {
                database.dialect().lockStore(connection);
                long oldestHour = Sql.number(connection, "SELECT COALESCE(MIN(hour), 9999999) FROM rollup_hour");
                return Sql.update(connection, "DELETE FROM source WHERE last_week < ?", Math.floorDiv(oldestHour, 168));
            });
        }
        return deleted;
    }

    private record Key(long digest, long id, RollUps.Tally tally, IncidentWriter.Sighting sighting) {}

    private int deleteStep(Connection connection, Range range, int step) throws SQLException {
        database.dialect().lockStore(connection);
        dictionaries.beginWrite(connection);
        List<Key> keys = new ArrayList<>(step);
        Sql.each(
                connection,
                "SELECT time, digest, id, facet, client, asn, country, port, rules, host, path, top_message, user_agent,"
                        + " disposition FROM event WHERE " + range.condition() + " ORDER BY time, digest LIMIT " + step,
                List.of(range.value()),
                row -> keys.add(key(row)));
        if (keys.isEmpty()) {
            return 0;
        }
        RollUps rollUps = new RollUps(dictionaries);
        IncidentWriter incidents = new IncidentWriter();
        try (var events = connection.prepareStatement("DELETE FROM event WHERE time = ? AND digest = ?");
                var texts = connection.prepareStatement("DELETE FROM event_text WHERE time = ? AND digest = ?");
                var hits = connection.prepareStatement("DELETE FROM hit WHERE rule = ? AND time = ? AND digest = ?");
                var records = connection.prepareStatement("DELETE FROM record WHERE event_id = ?");
                var verdicts = connection.prepareStatement("DELETE FROM verdict WHERE event_id = ?")) {
            boolean anyHit = false;
            for (Key key : keys) {
                RollUps.Tally tally = key.tally();
                rollUps.add(connection, -1, tally);
                incidents.add(
                        tally.client(), dictionaries.facets.value(tally.facet()).sourceClass(), key.sighting());
                for (var statement : List.of(events, texts)) {
                    statement.setLong(1, tally.time());
                    statement.setLong(2, key.digest());
                    statement.addBatch();
                }
                for (int rule : tally.rules()) {
                    hits.setInt(1, rule);
                    hits.setLong(2, tally.time());
                    hits.setLong(3, key.digest());
                    hits.addBatch();
                    anyHit = true;
                }
                for (var statement : List.of(records, verdicts)) {
                    statement.setLong(1, key.id());
                    statement.addBatch();
                }
            }
            events.executeBatch();
            texts.executeBatch();
            if (anyHit) {
                hits.executeBatch();
            }
            records.executeBatch();
            verdicts.executeBatch();
        }
        rollUps.write(connection, database.dialect());
        incidents.write(connection, database.dialect());
        return keys.size();
    }

    private Key key(ResultSet row) throws SQLException {
        int[] rules = NumberList.numbers(row.getString(9));
        RollUps.Tally tally = new RollUps.Tally(
                row.getLong(1), row.getInt(4), row.getBytes(5), row.getLong(6), row.getString(7), row.getInt(8), rules);
        IncidentWriter.Sighting sighting = new IncidentWriter.Sighting(
                -1,
                tally.time(),
                IncidentRow.NO_SEVERITY,
                Codes.disposition(row.getInt(14)) == Event.Disposition.BLOCKED,
                tally.country(),
                tally.asn(),
                "",
                row.getString(10),
                row.getString(11),
                dictionaries.ruleIds(rules),
                row.getString(12),
                row.getString(13),
                0,
                0);
        return new Key(row.getLong(2), row.getLong(3), tally, sighting);
    }

    private void deleteQuarantineBefore(Instant oldest) {
        database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            return Sql.update(connection, "DELETE FROM quarantine WHERE found_at < ?", Times.micros(oldest));
        });
    }

    private void limitSmallTables() {
        database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            dictionaries.beginWrite(connection);
            EventWriter.limitBookmarks(connection, dictionaries);
            long newest = Sql.number(connection, "SELECT COALESCE(MAX(id), 0) FROM quarantine");
            return Sql.update(connection, "DELETE FROM quarantine WHERE id <= ?", newest - QUARANTINED);
        });
    }
}
