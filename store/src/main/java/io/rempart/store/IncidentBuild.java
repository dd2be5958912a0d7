package io.rempart.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the incidents of events that were stored before there were incidents: once, when such a store is opened, in bounded
 * transactions that each remember how far they came.
 */
final class IncidentBuild {
    private static final String BUILT = "incident.built-to";
    private static final String WHOLE = "all";
    private static final int STEP = 5_000;

    private final Database database;
    private final Dictionaries dictionaries;

    IncidentBuild(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    private record Place(long time, long digest) {}

    void run() {
        String built = database.read((handle, connection) -> builtTo(connection));
        while (!built.equals(WHOLE)) {
            built = database.write((handle, connection) -> {
                database.dialect().lockStore(connection);
                dictionaries.beginWrite(connection);
                String from = builtTo(connection);
                String to = from.equals(WHOLE) ? from : step(connection, from);
                Sql.update(
                        connection,
                        database.dialect()
                                .upsert(
                                        "setting",
                                        List.of("name"),
                                        List.of(new Dialect.Merged("content", Dialect.Merge.REPLACE))),
                        BUILT,
                        to);
                return to;
            });
        }
    }

    private static String builtTo(Connection connection) throws SQLException {
        List<String> built = new ArrayList<>();
        Sql.each(
                connection,
                "SELECT content FROM setting WHERE name = ?",
                List.of(BUILT),
                row -> built.add(row.getString(1)));
        return built.isEmpty() ? "" : built.get(0);
    }

    /** Gives how far it came: time and digest of the last event, or that it is done. */
    private String step(Connection connection, String from) throws SQLException {
        if (from.isEmpty() && Sql.number(connection, "SELECT COUNT(*) FROM incident") > 0) {
            return WHOLE;
        }
        int blank = from.indexOf(' ');
        Place after = blank < 0
                ? new Place(Long.MIN_VALUE, Long.MIN_VALUE)
                : new Place(Long.parseLong(from.substring(0, blank)), Long.parseLong(from.substring(blank + 1)));
        Place[] last = {null};
        IncidentWriter incidents = new IncidentWriter();
        Sql.each(
                connection,
                "SELECT time, digest, client, class, severity, disposition, country, asn, organisation, host, path, rules,"
                        + " top_message, user_agent FROM event WHERE time >= ? AND NOT (time = ? AND digest <= ?)"
                        + " ORDER BY time, digest LIMIT " + STEP,
                List.of(after.time(), after.time(), after.digest()),
                row -> {
                    last[0] = new Place(row.getLong(1), row.getLong(2));
                    int severity = row.getInt(5);
                    boolean none = row.wasNull();
                    incidents.add(
                            row.getBytes(3),
                            row.getInt(4),
                            new IncidentWriter.Sighting(
                                    1,
                                    row.getLong(1),
                                    none ? IncidentRow.NO_SEVERITY : severity,
                                    row.getInt(6) == Codes.of(io.rempart.events.model.Event.Disposition.BLOCKED),
                                    row.getString(7),
                                    row.getLong(8),
                                    row.getString(9),
                                    row.getString(10),
                                    row.getString(11),
                                    dictionaries.ruleIds(NumberList.numbers(row.getString(12))),
                                    row.getString(13),
                                    row.getString(14),
                                    0,
                                    0));
                });
        if (last[0] == null) {
            return WHOLE;
        }
        incidents.write(connection, database.dialect());
        return last[0].time() + " " + last[0].digest();
    }
}
