package io.rempart.store;

import io.rempart.events.store.IncidentStore.Change;
import io.rempart.events.store.IncidentStore.Changed;
import io.rempart.events.store.IncidentStore.HistoryEntry;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.IncidentStore.State;
import io.rempart.events.store.RequestRefused;
import io.rempart.events.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people do with incidents, and how it is taken back. A change of many is one change, done in steps of a bounded number
 * of incidents, each step a transaction; what was before is kept for each incident. Thread-safe.
 */
final class IncidentChanges {
    private static final int STEP = 1_000;
    private static final int MOST_IDS = 10_000;
    private static final int COMMENT_LENGTH = 4_000;
    private static final int NAME_LENGTH = 190;

    private final Database database;
    private final Dictionaries dictionaries;
    private final IncidentCompiler compiler;

    IncidentChanges(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
        this.compiler = new IncidentCompiler(database.dialect(), dictionaries);
    }

    private record Before(long id, State state, int severity, int settled, String assignee, long rule, long change) {}

    Changed change(IncidentSearch which, Change change, String person) {
        Condition condition = database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            return compiler.compile(which);
        });
        String select = "SELECT i.id, i.state, i.severity, i.settled, i.assignee, i.archive_rule, i.last_change"
                + IncidentRow.FROM
                + " WHERE i.id > ? AND i.state IN (" + IncidentCompiler.codes(which) + ") AND " + condition.sql()
                + " ORDER BY i.id LIMIT " + STEP;
        long id = begin(change, person);
        long changed = 0;
        long after = 0;
        while (true) {
            long from = after;
            long[] step = database.write((handle, connection) -> {
                database.dialect().lockStore(connection);
                List<Object> parameters = new ArrayList<>(List.of(from));
                parameters.addAll(condition.parameters());
                List<Before> rows = read(connection, select, parameters);
                long last = rows.isEmpty() ? -1 : rows.get(rows.size() - 1).id();
                return new long[] {apply(connection, id, change, rows), last};
            });
            changed += step[0];
            if (step[1] < 0) {
                return new Changed(id, changed);
            }
            after = step[1];
        }
    }

    Changed change(List<Long> ids, Change change, String person) {
        if (ids.size() > MOST_IDS) {
            throw new StoreException("At most 10,000 incidents are changed by their numbers, not " + ids.size()
                    + ". Change them by a search.");
        }
        long id = begin(change, person);
        long changed = 0;
        List<Long> distinct = ids.stream().distinct().toList();
        for (int from = 0; from < distinct.size(); from += STEP) {
            String list = distinct.subList(from, Math.min(distinct.size(), from + STEP)).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            changed += database.write((handle, connection) -> {
                database.dialect().lockStore(connection);
                return apply(
                        connection,
                        id,
                        change,
                        read(
                                connection,
                                "SELECT i.id, i.state, i.severity, i.settled, i.assignee, i.archive_rule, i.last_change"
                                        + " FROM incident i WHERE i.id IN (" + list + ")",
                                List.of()));
            });
        }
        return new Changed(id, changed);
    }

    private long begin(Change change, String person) {
        return database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            long id = 1 + Sql.number(connection, "SELECT COALESCE(MAX(id), 0) FROM incident_change");
            try (PreparedStatement s = connection.prepareStatement(
                    "INSERT INTO incident_change (id, at, person, state, assignee, remark, incidents)"
                            + " VALUES (?, ?, ?, ?, ?, ?, 0)")) {
                s.setLong(1, id);
                s.setLong(2, Times.micros(Instant.now()));
                s.setString(3, Texts.clean(person, NAME_LENGTH));
                State state = change.state();
                if (state == null) {
                    s.setNull(4, Types.INTEGER);
                } else {
                    s.setInt(4, IncidentRow.code(state));
                }
                s.setString(5, change.assignee() == null ? null : Texts.clean(change.assignee(), NAME_LENGTH));
                s.setString(6, Texts.clean(change.comment(), COMMENT_LENGTH));
                s.executeUpdate();
            }
            return id;
        });
    }

    private static List<Before> read(Connection connection, String select, List<?> parameters) throws SQLException {
        List<Before> rows = new ArrayList<>();
        Sql.each(
                connection,
                select,
                parameters,
                row -> rows.add(new Before(
                        row.getLong(1),
                        IncidentRow.state(row.getInt(2)),
                        row.getInt(3),
                        row.getInt(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getLong(7))));
        return rows;
    }

    /** Changes those that the change leaves not as they are. */
    private static long apply(Connection connection, long id, Change change, List<Before> rows) throws SQLException {
        String assignee = change.assignee() == null ? null : Texts.clean(change.assignee(), NAME_LENGTH);
        boolean comments = !change.comment().isEmpty();
        long now = Times.micros(Instant.now());
        long changed = 0;
        try (PreparedStatement before = connection.prepareStatement(
                        "INSERT INTO incident_changed (incident, change_id, state_before, settled_before, assignee_before,"
                                + " rule_before, change_before) VALUES (?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement after = connection.prepareStatement(
                        "UPDATE incident SET state = ?, settled = ?, assignee = ?, archive_rule = ?, comments = comments + ?,"
                                + " last_change = ?, changed_at = ? WHERE id = ?")) {
            for (Before row : rows) {
                State state = change.state() == null ? row.state() : change.state();
                String assigned = assignee == null ? row.assignee() : assignee;
                boolean byPerson = change.state() != null && row.rule() > 0;
                if (state == row.state() && assigned.equals(row.assignee()) && !comments && !byPerson) {
                    continue;
                }
                before.setLong(1, row.id());
                before.setLong(2, id);
                before.setInt(3, IncidentRow.code(row.state()));
                before.setInt(4, row.settled());
                before.setString(5, row.assignee());
                before.setLong(6, row.rule());
                before.setLong(7, row.change());
                before.addBatch();
                after.setInt(1, IncidentRow.code(state));
                after.setInt(2, change.state() == State.ARCHIVED ? row.severity() : row.settled());
                after.setString(3, assigned);
                after.setLong(4, change.state() == null ? row.rule() : 0);
                after.setInt(5, comments ? 1 : 0);
                after.setLong(6, id);
                after.setLong(7, now);
                after.setLong(8, row.id());
                after.addBatch();
                changed++;
            }
            if (changed > 0) {
                before.executeBatch();
                after.executeBatch();
                Sql.update(
                        connection, "UPDATE incident_change SET incidents = incidents + ? WHERE id = ?", changed, id);
            }
        }
        return changed;
    }

    private record Past(
            long incident, int state, int settled, String assignee, long rule, long change, long lastChange) {}

    long undo(long changeId, String person) {
        boolean[] commented = {false};
        boolean taken = database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            Sql.each(
                    connection,
                    "SELECT remark FROM incident_change WHERE id = ?",
                    List.of(changeId),
                    row -> commented[0] = !row.getString(1).isEmpty());
            return Sql.update(
                            connection,
                            "UPDATE incident_change SET undone_by = ? WHERE id = ? AND undone_by IS NULL",
                            Texts.clean(person, NAME_LENGTH),
                            changeId)
                    == 1;
        });
        if (!taken) {
            throw new RequestRefused("There is no change " + changeId + " that could be taken back.");
        }
        long undone = 0;
        long after = 0;
        while (true) {
            long from = after;
            long[] step = database.write((handle, connection) -> {
                database.dialect().lockStore(connection);
                List<Past> rows = new ArrayList<>();
                Sql.each(
                        connection,
                        "SELECT c.incident, c.state_before, c.settled_before, c.assignee_before, c.rule_before,"
                                + " c.change_before, i.last_change FROM incident_changed c"
                                + " JOIN incident i ON i.id = c.incident WHERE c.change_id = ? AND c.incident > ?"
                                + " ORDER BY c.incident LIMIT " + STEP,
                        List.of(changeId, from),
                        row -> rows.add(past(row)));
                long last = rows.isEmpty() ? -1 : rows.get(rows.size() - 1).incident();
                return new long[] {restore(connection, changeId, rows, commented[0]), last};
            });
            undone += step[0];
            if (step[1] < 0) {
                return undone;
            }
            after = step[1];
        }
    }

    private static Past past(ResultSet row) throws SQLException {
        return new Past(
                row.getLong(1),
                row.getInt(2),
                row.getInt(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }

    private static long restore(Connection connection, long changeId, List<Past> rows, boolean commented)
            throws SQLException {
        long restored = 0;
        try (PreparedStatement s = connection.prepareStatement(
                "UPDATE incident SET state = ?, settled = ?, assignee = ?, archive_rule = ?,"
                        + " comments = comments - ?, last_change = ?, changed_at = ? WHERE id = ?")) {
            for (Past row : rows) {
                if (row.lastChange() != changeId) {
                    continue;
                }
                s.setInt(1, row.state());
                s.setInt(2, row.settled());
                s.setString(3, row.assignee());
                s.setLong(4, row.rule());
                s.setInt(5, commented ? 1 : 0);
                s.setLong(6, row.change());
                s.setLong(7, Times.micros(Instant.now()));
                s.setLong(8, row.incident());
                s.addBatch();
                restored++;
            }
            if (restored > 0) {
                s.executeBatch();
            }
        }
        return restored;
    }

    List<HistoryEntry> history(long incidentId, @Nullable Long beforeId, int limit) {
        return database.read((handle, connection) -> {
            List<HistoryEntry> entries = new ArrayList<>();
            Sql.each(
                    connection,
                    "SELECT h.id, h.at, h.person, c.state_before, h.state, h.assignee, h.remark, h.incidents, h.undone_by"
                            + " FROM incident_changed c JOIN incident_change h ON h.id = c.change_id"
                            + " WHERE c.incident = ? AND c.change_id < ? ORDER BY c.change_id DESC LIMIT "
                            + Math.max(1, Math.min(limit, 1_000)),
                    List.of(incidentId, beforeId == null ? Long.MAX_VALUE : beforeId),
                    row -> entries.add(entry(row)));
            return entries;
        });
    }

    private static HistoryEntry entry(ResultSet row) throws SQLException {
        int to = row.getInt(5);
        State after = row.wasNull() ? null : IncidentRow.state(to);
        return new HistoryEntry(
                row.getLong(1),
                Times.instant(row.getLong(2)),
                row.getString(3),
                IncidentRow.state(row.getInt(4)),
                after,
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                row.getString(9));
    }
}
