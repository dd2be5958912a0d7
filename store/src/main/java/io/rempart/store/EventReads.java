package io.rempart.store;

import com.github.luben.zstd.Zstd;
import io.rempart.events.follow.Bookmark;
import io.rempart.events.model.Classification;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.StoredEvent;
import io.rempart.events.store.EventStore.StoredQuarantine;
import io.rempart.events.store.LedgerEntry;
import io.rempart.events.store.QuarantinedRecord;
import io.rempart.events.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single events with their records, quarantine, bookmarks and ledger. Thread-safe. */
final class EventReads {
    private static final String STORED = "SELECT " + EventColumns.SELECTED
            + ", r.stored_at, r.time_text, r.length, r.bytes, v.author, v.evidence"
            + " FROM event e JOIN record r ON r.event_id = e.id LEFT JOIN verdict v ON v.event_id = e.id";
    private static final String QUARANTINE =
            "SELECT id, log_source, found_at, path, start, length, reason, bytes FROM quarantine";
    private static final int GREATEST_RECORD = 64 * 1024 * 1024;

    private final Database database;
    private final Dictionaries dictionaries;

    EventReads(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    /** A stored event with what only the store needs of it. */
    record KeyedEvent(StoredEvent event, long digest, RollUps.Tally tally) {}

    Optional<StoredEvent> event(long id) {
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            List<KeyedEvent> events = events(connection, id, id);
            return events.isEmpty()
                    ? Optional.<StoredEvent>empty()
                    : Optional.of(events.get(0).event());
        });
    }

    /** The events with ids in a range, in id order. */
    List<KeyedEvent> events(Connection connection, long firstId, long lastId) throws SQLException {
        List<KeyedEvent> events = new ArrayList<>();
        Sql.each(
                connection,
                STORED + " WHERE e.id BETWEEN ? AND ? ORDER BY e.id",
                List.of(firstId, lastId),
                row -> events.add(keyed(row)));
        return events;
    }

    private KeyedEvent keyed(ResultSet row) throws SQLException {
        EventSummary summary = EventColumns.summary(row, dictionaries);
        String author = row.getString(34);
        Classification classification = author == null
                ? new Classification(
                        summary.sourceClass(), summary.confidence(), Classification.NONE.author(), List.of())
                : new Classification(
                        summary.sourceClass(), summary.confidence(), author, EvidenceJson.read(row.getString(35)));
        StoredEvent event = new StoredEvent(
                summary,
                classification,
                decompressed(row.getBytes(33), row.getLong(32)),
                row.getInt(EventColumns.REPAIRED) == 1,
                Times.instant(row.getLong(30)),
                row.getString(31));
        return new KeyedEvent(
                event,
                row.getLong(EventColumns.DIGEST),
                new RollUps.Tally(
                        row.getLong(2),
                        row.getInt(EventColumns.FACET),
                        row.getBytes(6),
                        summary.asn(),
                        summary.country(),
                        summary.port(),
                        NumberList.numbers(row.getString(EventColumns.RULES))));
    }

    static byte[] decompressed(byte[] bytes, long length) {
        if (length < 0 || length > GREATEST_RECORD) {
            throw new StoreException("A record of " + length
                    + " bytes can't be right: the store is damaged. Check it with:" + " rempart store check");
        }
        return Zstd.decompress(bytes, (int) length);
    }

    List<Bookmark> bookmarks(String logSource) {
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            List<Bookmark> bookmarks = new ArrayList<>();
            Integer number = dictionaries.logSources.find(EventWriter.logSourceName(logSource));
            if (number == null) {
                return bookmarks;
            }
            Sql.each(
                    connection,
                    "SELECT path, device, inode, fingerprint, fingerprint_length, read_to, finished FROM bookmark"
                            + " WHERE log_source = ? ORDER BY updated_at, file_key",
                    List.of(number),
                    row -> bookmarks.add(new Bookmark(
                            logSource,
                            row.getString(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getString(4),
                            row.getInt(5),
                            row.getLong(6),
                            row.getInt(7) == 1)));
            return bookmarks;
        });
    }

    List<LedgerEntry> ledger() {
        return database.read((handle, connection) -> {
            List<LedgerEntry> entries = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT s.name, l.records_read, l.stored, l.repaired, l.duplicates, l.quarantined, l.bytes_read,"
                            + " l.newest_event, l.updated_at FROM ledger l JOIN log_source s ON s.id = l.log_source"
                            + " ORDER BY s.name",
                    List.of(),
                    row -> {
                        long newest = row.getLong(8);
                        boolean none = row.wasNull();
                        entries.add(new LedgerEntry(
                                row.getString(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                none ? null : Times.instant(newest),
                                Times.instant(row.getLong(9))));
                    });
            return entries;
        });
    }

    List<StoredQuarantine> quarantine(@Nullable String logSource, @Nullable Long beforeId, int limit) {
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            List<StoredQuarantine> records = new ArrayList<>();
            List<Object> parameters = new ArrayList<>();
            StringBuilder sql = new StringBuilder(QUARANTINE).append(" WHERE id < ?");
            parameters.add(beforeId == null ? Long.MAX_VALUE : beforeId);
            if (logSource != null) {
                Integer number = dictionaries.logSources.find(EventWriter.logSourceName(logSource));
                if (number == null) {
                    return records;
                }
                sql.append(" AND log_source = ?");
                parameters.add(number);
            }
            sql.append(" ORDER BY id DESC LIMIT ").append(Math.max(0, limit));
            Sql.each(connection, sql.toString(), parameters, row -> records.add(quarantined(row)));
            return records;
        });
    }

    Optional<StoredQuarantine> quarantined(long id) {
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            List<StoredQuarantine> records = new ArrayList<>();
            Sql.each(connection, QUARANTINE + " WHERE id = ?", List.of(id), row -> records.add(quarantined(row)));
            return records.stream().findFirst();
        });
    }

    private StoredQuarantine quarantined(ResultSet row) throws SQLException {
        byte[] compressed = row.getBytes(8);
        byte[] bytes = decompressed(compressed, Zstd.getFrameContentSize(compressed));
        return new StoredQuarantine(
                row.getLong(1),
                new QuarantinedRecord(
                        Times.instant(row.getLong(3)),
                        dictionaries.logSources.value(row.getInt(2)),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        bytes,
                        row.getString(7)));
    }
}
