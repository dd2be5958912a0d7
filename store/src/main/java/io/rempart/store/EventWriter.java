package io.rempart.store;

import com.github.luben.zstd.ZstdCompressCtx;
import io.rempart.events.follow.Bookmark;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;
import io.rempart.events.store.AppendResult;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.IncidentStore.ArchiveRule;
import io.rempart.events.store.QuarantinedRecord;
import io.rempart.store.Dialect.Merge;
import io.rempart.store.Dialect.Merged;
import io.rempart.store.Dictionaries.Facet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The write path. Columns and compressed records are made first; then one transaction inserts the events, asks which of them
 * are new (a known time and digest leaves the old row alone), and writes hits, texts, records, verdicts, roll-ups,
 * quarantine, bookmarks and the ledger of what is new. Every table grows at its end, or at one place per rule or active
 * source, so the speed does not depend on how many events there are. Used by one thread at a time.
 */
final class EventWriter implements AutoCloseable {
    private static final int COMPRESSION_LEVEL = 1;
    private static final int REASON_LENGTH = 1_024;
    private static final int PATH_LENGTH = 4_096;
    private static final int BOOKMARKS = 10_000;
    private static final List<String> QUARANTINE_COLUMNS =
            List.of("id", "log_source", "found_at", "path", "start", "length", "reason", "bytes", "digest");
    private static final List<String> EVENT_COLUMNS = List.of(
            "time",
            "digest",
            "id",
            "log_source",
            "format",
            "client",
            "peer",
            "behind_proxy",
            "asn",
            "port",
            "tls",
            "status",
            "disposition",
            "inbound_score",
            "severity",
            "class",
            "confidence",
            "judged",
            "facet",
            "repaired",
            "country",
            "method",
            "host",
            "rules",
            "reasons",
            "path",
            "uri",
            "user_agent",
            "transaction_id",
            "organisation",
            "top_message",
            "parameters");

    private final Database database;
    private final Dictionaries dictionaries;
    private final ZstdCompressCtx compression = new ZstdCompressCtx().setLevel(COMPRESSION_LEVEL);

    EventWriter(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    /** What the transaction worked out about a row. */
    private record Placed(EventRow row, long id, int facet, int[] rules, byte[] record) {}

    synchronized AppendResult append(Batch batch) {
        List<EventRow> rows = new ArrayList<>(batch.events().size());
        List<byte[]> records = new ArrayList<>(batch.events().size());
        for (EventEntry entry : batch.events()) {
            rows.add(EventRow.of(entry));
            records.add(compression.compress(entry.record()));
        }
        return database.write((handle, connection) -> {
            long lastId = database.dialect().lockStore(connection);
            dictionaries.beginWrite(connection);
            int logSource = dictionaries.logSources.idOf(connection, logSourceName(batch.logSource()));
            List<Placed> placed = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                placed.add(place(connection, rows.get(i), lastId + 1 + i, logSource, records.get(i)));
            }
            BitSet isNew = insertEvents(connection, placed, logSource);
            List<Placed> added = new ArrayList<>(placed.size());
            isNew.stream().forEach(i -> added.add(placed.get(i)));
            insertParts(connection, added);
            RollUps rollUps = new RollUps(dictionaries);
            IncidentWriter incidents = new IncidentWriter();
            List<ArchiveRule> archiveRules = ArchiveRules.all(connection);
            long repaired = 0;
            long newest = Long.MIN_VALUE;
            for (Placed event : added) {
                rollUps.add(connection, 1, tally(event));
                incidents.add(
                        event.row().client(),
                        Codes.of(event.row().entry().classification().sourceClass()),
                        sighting(
                                connection,
                                event,
                                ArchiveRules.matching(archiveRules, event.row(), batch.logSource())));
                repaired += event.row().entry().repaired() ? 1 : 0;
                newest = Math.max(newest, event.row().time());
            }
            rollUps.write(connection, database.dialect());
            incidents.write(connection, database.dialect());
            upsertSources(connection, added);
            int quarantined = insertQuarantine(connection, batch.quarantined(), logSource);
            upsertBookmarks(connection, batch.bookmarks());
            if (!added.isEmpty()) {
                Sql.update(
                        connection,
                        "UPDATE store_state SET last_event_id = ? WHERE id = 1",
                        added.get(added.size() - 1).id());
            }
            AppendResult result = new AppendResult(
                    added.size() - repaired,
                    repaired,
                    placed.size() - added.size() + batch.quarantined().size() - quarantined,
                    quarantined);
            updateLedger(connection, logSource, result, batch.bytesRead(), added.isEmpty() ? null : newest);
            return result;
        });
    }

    private static RollUps.Tally tally(Placed event) {
        EventRow row = event.row();
        return new RollUps.Tally(
                row.time(),
                event.facet(),
                row.client(),
                row.entry().attribution().asn(),
                row.country(),
                row.entry().event().localPort(),
                event.rules());
    }

    private IncidentWriter.Sighting sighting(Connection connection, Placed event, long archiveRule)
            throws SQLException {
        EventRow row = event.row();
        return new IncidentWriter.Sighting(
                1,
                row.time(),
                row.severity() == null
                        ? IncidentRow.NO_SEVERITY
                        : row.severity().ordinal(),
                row.entry().event().disposition() == Event.Disposition.BLOCKED,
                row.country(),
                row.entry().attribution().asn(),
                row.organisation(),
                row.host(),
                row.path(),
                dictionaries.ruleIds(event.rules()),
                row.topMessage(),
                row.userAgent(),
                row.tool() == Tool.UNKNOWN ? 0 : dictionaries.tools.idOf(connection, row.tool()),
                archiveRule);
    }

    static String logSourceName(String name) {
        return Texts.clean(name, 512);
    }

    private Placed place(Connection connection, EventRow row, long id, int logSource, byte[] record)
            throws SQLException {
        Event event = row.entry().event();
        Facet facet = new Facet(
                Codes.of(row.entry().classification().sourceClass()),
                dictionaries.countedHost(row.host()),
                event.localPort(),
                row.country(),
                logSource,
                Codes.of(event.disposition()));
        int[] rules = new int[row.rules().size()];
        int count = 0;
        for (Dictionaries.Rule rule : row.rules()) {
            int number = dictionaries.rules.idOf(connection, rule);
            if (number > 0) {
                rules[count++] = number;
            }
        }
        return new Placed(
                row, id, dictionaries.facet(connection, facet), java.util.Arrays.copyOf(rules, count), record);
    }

    /** Which of the rows are new. */
    private BitSet insertEvents(Connection connection, List<Placed> placed, int logSource) throws SQLException {
        BitSet isNew = new BitSet(placed.size());
        if (placed.isEmpty()) {
            return isNew;
        }
        long first = placed.get(0).id();
        long last = placed.get(placed.size() - 1).id();
        try (PreparedStatement statement =
                connection.prepareStatement(database.dialect().insertNew("event", EVENT_COLUMNS))) {
            for (Placed event : placed) {
                bind(connection, statement, event, logSource);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        Sql.each(
                connection,
                "SELECT id FROM event WHERE id BETWEEN ? AND ?",
                List.of(first, last),
                row -> isNew.set((int) (row.getLong(1) - first)));
        return isNew;
    }

    private void bind(Connection connection, PreparedStatement s, Placed placed, int logSource) throws SQLException {
        EventRow row = placed.row();
        EventEntry entry = row.entry();
        Event event = entry.event();
        Classification classification = entry.classification();
        int i = 0;
        s.setLong(++i, row.time());
        s.setLong(++i, entry.digest());
        s.setLong(++i, placed.id());
        s.setInt(++i, logSource);
        s.setString(++i, event.format().name());
        setBytes(s, ++i, row.client());
        setBytes(s, ++i, row.peer());
        s.setInt(++i, entry.attribution().behindProxy() ? 1 : 0);
        s.setLong(++i, entry.attribution().asn());
        s.setInt(++i, event.localPort());
        Boolean tls = event.tls();
        if (tls == null) {
            s.setNull(++i, Types.INTEGER);
        } else {
            s.setInt(++i, tls ? 1 : 0);
        }
        s.setInt(++i, row.status());
        s.setInt(++i, Codes.of(event.disposition()));
        s.setInt(++i, event.inboundScore());
        if (row.severity() == null) {
            s.setNull(++i, Types.INTEGER);
        } else {
            s.setInt(++i, row.severity().ordinal());
        }
        s.setInt(++i, Codes.of(classification.sourceClass()));
        s.setInt(++i, classification.confidence());
        s.setInt(++i, classification.isByPerson() ? 1 : 0);
        s.setInt(++i, placed.facet());
        s.setInt(++i, entry.repaired() ? 1 : 0);
        s.setString(++i, row.country());
        s.setString(++i, row.method());
        s.setString(++i, row.host());
        s.setString(++i, NumberList.text(placed.rules()));
        s.setString(++i, reasons(connection, row.reasons()));
        s.setString(++i, row.path());
        s.setString(++i, row.uri());
        s.setString(++i, row.userAgent());
        s.setString(++i, row.transactionId());
        s.setString(++i, row.organisation());
        s.setString(++i, row.topMessage());
        s.setString(++i, row.parameters());
    }

    private String reasons(Connection connection, java.util.Set<String> names) throws SQLException {
        return reasons(dictionaries, connection, names);
    }

    static String reasons(Dictionaries dictionaries, Connection connection, java.util.Set<String> names)
            throws SQLException {
        int[] numbers = new int[names.size()];
        int count = 0;
        for (String name : names) {
            int number = dictionaries.reasons.idOf(connection, name);
            if (number > 0) {
                numbers[count++] = number;
            }
        }
        return NumberList.text(java.util.Arrays.copyOf(numbers, count));
    }

    private static void setBytes(PreparedStatement statement, int index, byte @Nullable [] bytes) throws SQLException {
        if (bytes == null) {
            statement.setNull(index, Types.VARBINARY);
        } else {
            statement.setBytes(index, bytes);
        }
    }

    private void insertParts(Connection connection, List<Placed> added) throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        long now = Times.micros(Instant.now());
        try (PreparedStatement texts =
                        connection.prepareStatement("INSERT INTO event_text (time, digest, text) VALUES (?, ?, ?)");
                PreparedStatement hits =
                        connection.prepareStatement("INSERT INTO hit (rule, time, digest) VALUES (?, ?, ?)");
                PreparedStatement records = connection.prepareStatement(
                        "INSERT INTO record (event_id, stored_at, time_text, length, bytes) VALUES (?, ?, ?, ?, ?)");
                PreparedStatement verdicts = connection.prepareStatement(
                        "INSERT INTO verdict (event_id, author, evidence) VALUES (?, ?, ?)")) {
            boolean anyHit = false;
            boolean anyVerdict = false;
            for (Placed event : added) {
                EventRow row = event.row();
                EventEntry entry = row.entry();
                texts.setLong(1, row.time());
                texts.setLong(2, entry.digest());
                texts.setString(3, row.text());
                texts.addBatch();
                for (int rule : event.rules()) {
                    hits.setInt(1, rule);
                    hits.setLong(2, row.time());
                    hits.setLong(3, entry.digest());
                    hits.addBatch();
                    anyHit = true;
                }
                records.setLong(1, event.id());
                records.setLong(2, now);
                records.setString(3, Texts.clean(entry.event().timeText(), 64));
                records.setLong(4, entry.record().length);
                records.setBytes(5, event.record());
                records.addBatch();
                Classification classification = entry.classification();
                if (!isNone(classification)) {
                    verdicts.setLong(1, event.id());
                    verdicts.setString(2, Texts.clean(classification.author(), 128));
                    verdicts.setString(3, EvidenceJson.write(classification.evidence()));
                    verdicts.addBatch();
                    anyVerdict = true;
                }
            }
            texts.executeBatch();
            records.executeBatch();
            if (anyHit) {
                hits.executeBatch();
            }
            if (anyVerdict) {
                verdicts.executeBatch();
            }
        }
    }

    static boolean isNone(Classification classification) {
        return classification.evidence().isEmpty() && classification.author().equals(Classification.NONE.author());
    }

    private void upsertSources(Connection connection, List<Placed> added) throws SQLException {
        Map<ByteBuffer, EventRow> latest = new HashMap<>();
        for (Placed event : added) {
            byte[] client = event.row().client();
            if (client != null) {
                latest.put(ByteBuffer.wrap(client), event.row());
            }
        }
        if (latest.isEmpty()) {
            return;
        }
        String upsert = database.dialect()
                .upsertChanged("source", List.of("client"), List.of("country", "asn", "organisation", "last_week"));
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            for (Map.Entry<ByteBuffer, EventRow> entry : latest.entrySet()) {
                statement.setBytes(1, entry.getKey().array());
                statement.setString(2, entry.getValue().country());
                statement.setLong(3, entry.getValue().entry().attribution().asn());
                statement.setString(4, entry.getValue().organisation());
                statement.setLong(5, Times.week(entry.getValue().time()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** How many of them are new. */
    private int insertQuarantine(Connection connection, List<QuarantinedRecord> records, int logSource)
            throws SQLException {
        if (records.isEmpty()) {
            return 0;
        }
        long last = Sql.number(connection, "SELECT COALESCE(MAX(id), 0) FROM quarantine");
        long id = last;
        try (PreparedStatement statement =
                connection.prepareStatement(database.dialect().insertNew("quarantine", QUARANTINE_COLUMNS))) {
            for (QuarantinedRecord record : records) {
                statement.setLong(1, ++id);
                statement.setInt(2, logSource);
                statement.setLong(3, Times.micros(record.foundAt()));
                statement.setString(4, Texts.clean(record.path(), PATH_LENGTH));
                statement.setLong(5, record.offset());
                statement.setLong(6, record.length());
                statement.setString(7, Texts.clean(record.reason(), REASON_LENGTH));
                statement.setBytes(8, compression.compress(record.bytes()));
                Long digest = record.digest();
                if (digest == null) {
                    statement.setNull(9, Types.BIGINT);
                } else {
                    statement.setLong(9, digest);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return (int) Sql.number(connection, "SELECT COUNT(*) FROM quarantine WHERE id > ?", last);
    }

    private void upsertBookmarks(Connection connection, List<Bookmark> bookmarks) throws SQLException {
        if (bookmarks.isEmpty()) {
            return;
        }
        String upsert = database.dialect()
                .upsert(
                        "bookmark",
                        List.of("log_source", "file_key"),
                        List.of(
                                new Merged("path", Merge.REPLACE),
                                new Merged("device", Merge.REPLACE),
                                new Merged("inode", Merge.REPLACE),
                                new Merged("fingerprint", Merge.REPLACE),
                                new Merged("fingerprint_length", Merge.REPLACE),
                                new Merged("read_to", Merge.REPLACE),
                                new Merged("finished", Merge.REPLACE),
                                new Merged("updated_at", Merge.REPLACE)));
        long now = Times.micros(Instant.now());
        // One statement must not meet a key twice (PostgreSQL); the last word on a file counts.
        Map<String, Bookmark> latest = new java.util.LinkedHashMap<>();
        for (Bookmark bookmark : bookmarks) {
            latest.put(
                    dictionaries.logSources.idOf(connection, logSourceName(bookmark.logSource())) + " "
                            + fileKey(bookmark),
                    bookmark);
        }
        try (PreparedStatement statement = connection.prepareStatement(upsert)) {
            for (Bookmark bookmark : latest.values()) {
                statement.setInt(1, dictionaries.logSources.idOf(connection, logSourceName(bookmark.logSource())));
                statement.setString(2, fileKey(bookmark));
                statement.setString(3, Texts.clean(bookmark.path(), PATH_LENGTH));
                statement.setLong(4, bookmark.device());
                statement.setLong(5, bookmark.inode());
                statement.setString(6, bookmark.fingerprint());
                statement.setInt(7, bookmark.fingerprintLength());
                statement.setLong(8, bookmark.offset());
                statement.setInt(9, bookmark.finished() ? 1 : 0);
                statement.setLong(10, now);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void forgetBookmarks(List<Bookmark> gone) {
        if (gone.isEmpty()) {
            return;
        }
        database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            dictionaries.beginWrite(connection);
            try (PreparedStatement statement =
                    connection.prepareStatement("DELETE FROM bookmark WHERE log_source = ? AND file_key = ?")) {
                for (Bookmark bookmark : gone) {
                    Integer logSource = dictionaries.logSources.find(logSourceName(bookmark.logSource()));
                    statement.setInt(1, logSource == null ? 0 : logSource);
                    statement.setString(2, fileKey(bookmark));
                    statement.addBatch();
                }
                return statement.executeBatch().length;
            }
        });
    }

    /** A file is known by its inode; where the platform has none, by its path. */
    private static String fileKey(Bookmark bookmark) {
        if (bookmark.inode() != 0) {
            return bookmark.device() + ":" + bookmark.inode();
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(bookmark.path().getBytes(StandardCharsets.UTF_8));
            return "path:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps the newest bookmarks of each log source; a file that is read again gives duplicates, which are counted. */
    static void limitBookmarks(Connection connection, Dictionaries dictionaries) throws SQLException {
        for (int logSource = 1; logSource <= dictionaries.logSources.size(); logSource++) {
            long count = Sql.number(connection, "SELECT COUNT(*) FROM bookmark WHERE log_source = ?", logSource);
            if (count > BOOKMARKS) {
                long oldestKept = Sql.number(
                        connection,
                        "SELECT updated_at FROM bookmark WHERE log_source = ? ORDER BY updated_at DESC LIMIT 1 OFFSET "
                                + BOOKMARKS,
                        logSource);
                Sql.update(
                        connection,
                        "DELETE FROM bookmark WHERE log_source = ? AND finished = 1 AND updated_at < ?",
                        logSource,
                        oldestKept);
            }
        }
    }

    private void updateLedger(
            Connection connection, int logSource, AppendResult result, long bytesRead, @Nullable Long newest)
            throws SQLException {
        List<Merged> merged = new ArrayList<>(List.of(
                new Merged("records_read", Merge.ADD),
                new Merged("stored", Merge.ADD),
                new Merged("repaired", Merge.ADD),
                new Merged("duplicates", Merge.ADD),
                new Merged("quarantined", Merge.ADD),
                new Merged("bytes_read", Merge.ADD),
                new Merged("updated_at", Merge.REPLACE)));
        try (PreparedStatement statement =
                connection.prepareStatement(database.dialect().upsert("ledger", List.of("log_source"), merged))) {
            statement.setInt(1, logSource);
            statement.setLong(2, result.stored() + result.repaired() + result.duplicates() + result.quarantined());
            statement.setLong(3, result.stored());
            statement.setLong(4, result.repaired());
            statement.setLong(5, result.duplicates());
            statement.setLong(6, result.quarantined());
            statement.setLong(7, bytesRead);
            statement.setLong(8, Times.micros(Instant.now()));
            statement.executeUpdate();
        }
        if (newest != null) {
            Sql.update(
                    connection,
                    "UPDATE ledger SET newest_event = ? WHERE log_source = ? AND (newest_event IS NULL OR newest_event < ?)",
                    newest,
                    logSource,
                    newest);
        }
    }

    @Override
    public synchronized void close() {
        compression.close();
    }
}
