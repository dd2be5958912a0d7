package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.Decision.Kind;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.Target;
import io.rempart.events.query.Query.TextPattern;
import io.rempart.events.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decisions, in the database of the events. */
final class SqlDecisionStore implements DecisionStore {
    private static final int TARGET_LENGTH = 300;
    private static final int WHO_LENGTH = 190;
    private static final int TEXT_LENGTH = 4_000;
    private static final int BATCH = 1_000;
    private static final String DECISION =
            "SELECT id, revision, kind, target, reason, author, evidence, created_at, until_at, confirm_by, repeats,"
                    + " even_private, ended_at, ended_by, end_reason FROM decision";
    private static final String IN_FORCE = " is_open = 1 AND ended_at IS NULL AND (until_at IS NULL OR until_at > ?)"
            + " AND (confirm_by IS NULL OR confirm_by > ?)";

    private final Database database;

    SqlDecisionStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Decision> add(List<NewDecision> decisions) {
        return database.change(connection -> {
            long revision = Sql.number(connection, "SELECT last_revision FROM decision_state WHERE id = 1");
            long id = Sql.number(connection, "SELECT last_id FROM decision_state WHERE id = 1");
            List<Decision> added = new ArrayList<>(decisions.size());
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO decision (id, revision, kind, target, range_first, range_last, reason, author,"
                            + " evidence, created_at, until_at, confirm_by, repeats, even_private, ended_at, ended_by,"
                            + " end_reason, is_open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '', '', 1)")) {
                for (NewDecision decision : decisions) {
                    Decision stored = stored(++id, ++revision, decision);
                    bind(insert, stored);
                    insert.addBatch();
                    added.add(stored);
                    if (added.size() % BATCH == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            Sql.update(
                    connection, "UPDATE decision_state SET last_id = ?, last_revision = ? WHERE id = 1", id, revision);
            return added;
        });
    }

    private static Decision stored(long id, long revision, NewDecision decision) {
        return new Decision(
                id,
                revision,
                decision.kind(),
                decision.target(),
                Texts.clean(decision.reason(), TEXT_LENGTH),
                Texts.clean(decision.author(), WHO_LENGTH),
                Texts.clean(decision.evidence(), TEXT_LENGTH),
                Times.instant(Times.micros(decision.createdAt())),
                Times.instantOrNull(micros(decision.until())),
                Times.instantOrNull(micros(decision.confirmBy())),
                decision.repeat(),
                decision.evenPrivate(),
                null,
                "",
                "");
    }

    private static void bind(PreparedStatement insert, Decision decision) throws SQLException {
        insert.setLong(1, decision.id());
        insert.setLong(2, decision.revision());
        insert.setString(3, decision.kind().name());
        insert.setString(4, text(decision.target()));
        if (decision.target() instanceof Target.Range range) {
            insert.setBytes(5, Addresses.bytes(range.first()));
            insert.setBytes(6, Addresses.bytes(range.last()));
        } else {
            insert.setNull(5, Types.BINARY);
            insert.setNull(6, Types.BINARY);
        }
        insert.setString(7, decision.reason());
        insert.setString(8, decision.author());
        insert.setString(9, decision.evidence());
        insert.setLong(10, Times.micros(decision.createdAt()));
        setTime(insert, 11, decision.until());
        setTime(insert, 12, decision.confirmBy());
        insert.setInt(13, decision.repeat());
        insert.setInt(14, decision.evenPrivate() ? 1 : 0);
    }

    private static void setTime(PreparedStatement statement, int index, @Nullable Instant time) throws SQLException {
        if (time == null) {
            statement.setNull(index, Types.BIGINT);
        } else {
            statement.setLong(index, Times.micros(time));
        }
    }

    @Override
    public Optional<Decision> decision(long id) {
        return read(DECISION + " WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public Snapshot snapshot(Instant now) {
        // The revision is read first: SQLite and PostgreSQL's default would else allow a change in between, and a copy
        // that is told a change twice is right, one that is not told is wrong.
        Position position = position();
        long micros = Times.micros(now);
        return new Snapshot(position, read(DECISION + " WHERE" + IN_FORCE + " ORDER BY id", micros, micros));
    }

    @Override
    public List<Decision> inForce(Instant now, @Nullable Long beforeId, int limit) {
        long micros = Times.micros(now);
        return read(
                DECISION + " WHERE id < ? AND" + IN_FORCE + " ORDER BY id DESC LIMIT ?",
                beforeId == null ? Long.MAX_VALUE : beforeId,
                micros,
                micros,
                Math.max(0, limit));
    }

    @Override
    public List<Decision> inForceAbout(Target target, Instant now) {
        long micros = Times.micros(now);
        return read(DECISION + " WHERE target = ? AND" + IN_FORCE + " ORDER BY id DESC", text(target), micros, micros);
    }

    @Override
    public List<Decision> inForceAround(IPAddress address, Instant now) {
        long micros = Times.micros(now);
        byte[] bytes = Addresses.lowest(address.withoutPrefixLength());
        return read(
                DECISION + " WHERE (range_first IS NULL OR (range_first <= ? AND range_last >= ?)) AND" + IN_FORCE
                        + " ORDER BY id DESC",
                bytes,
                bytes,
                micros,
                micros);
    }

    @Override
    public List<Decision> awaiting(Instant now) {
        long micros = Times.micros(now);
        return read(DECISION + " WHERE confirm_by IS NOT NULL AND" + IN_FORCE + " ORDER BY id", micros, micros);
    }

    @Override
    public List<Decision> allowed(Instant now) {
        long micros = Times.micros(now);
        return read(DECISION + " WHERE kind = ? AND" + IN_FORCE + " ORDER BY id", Kind.ALLOW.name(), micros, micros);
    }

    @Override
    public long countInForce(Kind kind, Instant now) {
        long micros = Times.micros(now);
        return database.read((handle, connection) -> Sql.number(
                connection,
                "SELECT COUNT(*) FROM decision WHERE kind = ? AND" + IN_FORCE,
                kind.name(),
                micros,
                micros));
    }

    @Override
    public List<Decision> changedAfter(long revision, int limit) {
        return read(DECISION + " WHERE revision > ? ORDER BY revision LIMIT ?", revision, limit);
    }

    @Override
    public Position position() {
        Position position = database.read((handle, connection) -> position(connection));
        return position.store().isEmpty() ? database.change(SqlDecisionStore::named) : position;
    }

    private static Position position(Connection connection) throws SQLException {
        return new Position(
                Sql.text(connection, "SELECT store FROM decision_state WHERE id = 1"),
                Sql.number(connection, "SELECT last_revision FROM decision_state WHERE id = 1"));
    }

    private static Position named(Connection connection) throws SQLException {
        Sql.update(
                connection,
                "UPDATE decision_state SET store = ? WHERE id = 1 AND store = ''",
                UUID.randomUUID().toString());
        return position(connection);
    }

    @Override
    public boolean confirm(long id, Instant now) {
        long micros = Times.micros(now);
        return database.change(connection -> {
            boolean awaits = Sql.number(
                            connection,
                            "SELECT COUNT(*) FROM decision WHERE id = ? AND confirm_by IS NOT NULL AND" + IN_FORCE,
                            id,
                            micros,
                            micros)
                    == 1;
            return awaits
                    && Sql.update(
                                    connection,
                                    "UPDATE decision SET confirm_by = NULL, revision = ? WHERE id = ?",
                                    nextRevision(connection),
                                    id)
                            == 1;
        });
    }

    @Override
    public boolean end(long id, String by, String why, Instant now) {
        long micros = Times.micros(now);
        return database.change(connection -> {
            boolean inForce = Sql.number(
                            connection, "SELECT COUNT(*) FROM decision WHERE id = ? AND" + IN_FORCE, id, micros, micros)
                    == 1;
            return inForce
                    && Sql.update(
                                    connection,
                                    "UPDATE decision SET ended_at = ?, ended_by = ?, end_reason = ?, is_open = 0,"
                                            + " revision = ? WHERE id = ?",
                                    micros,
                                    Texts.clean(by, WHO_LENGTH),
                                    Texts.clean(why, TEXT_LENGTH),
                                    nextRevision(connection),
                                    id)
                            == 1;
        });
    }

    private static long nextRevision(Connection connection) throws SQLException {
        Sql.update(connection, "UPDATE decision_state SET last_revision = last_revision + 1 WHERE id = 1");
        return Sql.number(connection, "SELECT last_revision FROM decision_state WHERE id = 1");
    }

    @Override
    public List<Decision> history(@Nullable Long beforeId, int limit) {
        return read(
                DECISION + " WHERE id < ? ORDER BY id DESC LIMIT ?",
                beforeId == null ? Long.MAX_VALUE : beforeId,
                Math.max(0, limit));
    }

    @Override
    public List<Decision> search(DecisionSearch search, @Nullable Long beforeId, int limit) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder sql = new StringBuilder(DECISION).append(" WHERE id < ?");
        parameters.add(beforeId == null ? Long.MAX_VALUE : beforeId);
        Boolean inForce = search.inForce();
        if (inForce != null) {
            sql.append(inForce ? " AND" + IN_FORCE : " AND NOT (" + IN_FORCE + ")");
            parameters.add(Times.micros(search.inForceAt()));
            parameters.add(Times.micros(search.inForceAt()));
        }
        Kind kind = search.kind();
        if (kind != null) {
            sql.append(" AND kind = ?");
            parameters.add(kind.name());
        }
        Target.Range range = search.overlapping();
        if (range != null) {
            sql.append(" AND range_first <= ? AND range_last >= ?");
            parameters.add(Addresses.bytes(range.last()));
            parameters.add(Addresses.bytes(range.first()));
        }
        if (!search.words().isEmpty()) {
            String like = PatternMatcher.like(new TextPattern(List.of("", search.words(), "")));
            String[] columns = {"target", "author", "reason"};
            String[] conditions = new String[columns.length];
            for (int i = 0; i < columns.length; i++) {
                conditions[i] = database.dialect().like(columns[i]);
                parameters.add(like);
            }
            sql.append(" AND (").append(String.join(" OR ", conditions)).append(')');
        }
        parameters.add(Math.max(0, limit));
        return read(sql.append(" ORDER BY id DESC LIMIT ?").toString(), parameters.toArray());
    }

    @Override
    public List<Decision> historyOf(IPAddress address, int limit) {
        byte[] bytes = Addresses.lowest(address.withoutPrefixLength());
        return read(
                DECISION + " WHERE range_first <= ? AND range_last >= ? ORDER BY id DESC LIMIT ?",
                bytes,
                bytes,
                Math.max(0, limit));
    }

    @Override
    public int blocksOf(Target target, Instant since) {
        return database.read((handle, connection) -> (int) Sql.number(
                connection,
                "SELECT COUNT(*) FROM decision WHERE target = ? AND created_at >= ? AND kind = ?"
                        + " AND confirm_by IS NULL",
                text(target),
                Times.micros(since),
                Kind.BLOCK.name()));
    }

    @Override
    public int retire(Instant now) {
        long micros = Times.micros(now);
        return database.change(connection -> Sql.update(
                connection,
                "UPDATE decision SET is_open = 0 WHERE is_open = 1 AND (until_at <= ? OR confirm_by <= ?)",
                micros,
                micros));
    }

    private List<Decision> read(String sql, Object... parameters) {
        return database.read((handle, connection) -> {
            List<Decision> decisions = new ArrayList<>();
            Sql.each(connection, sql, List.of(parameters), row -> decisions.add(decision(row)));
            return decisions;
        });
    }

    private static Decision decision(ResultSet row) throws SQLException {
        String target = row.getString(4);
        return new Decision(
                row.getLong(1),
                row.getLong(2),
                Kind.valueOf(row.getString(3)),
                Target.of(target)
                        .orElseThrow(() -> new StoreException("A decision has a target that can't be read ('" + target
                                + "'). Use the Rempart that wrote it, or restore a backup.")),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                Times.instant(row.getLong(8)),
                time(row, 9),
                time(row, 10),
                row.getInt(11),
                row.getInt(12) == 1,
                time(row, 13),
                row.getString(14),
                row.getString(15));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Times.instant(micros);
    }

    private static @Nullable Long micros(@Nullable Instant time) {
        return time == null ? null : Times.micros(time);
    }

    private static String text(Target target) {
        return Texts.clean(target.toText(), TARGET_LENGTH);
    }
}
