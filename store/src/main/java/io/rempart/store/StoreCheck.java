package io.rempart.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the store is whole: the database's own check, parts against events, roll-ups against events, ledger sums. */
final class StoreCheck {
    private static final int REPORTED = 100;

    private final Database database;
    private final Dictionaries dictionaries;

    StoreCheck(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    List<String> problems() {
        List<String> problems = new ArrayList<>(
                database.read((handle, connection) -> database.dialect().damage(connection)));
        problems.addAll(database.read((handle, connection) -> {
            List<String> found = new ArrayList<>();
            dictionaries.refresh(connection);
            parts(connection, found);
            rollUps(connection, found);
            ledger(connection, found);
            return found;
        }));
        return problems.size() > REPORTED ? List.copyOf(problems.subList(0, REPORTED)) : problems;
    }

    private static void parts(Connection connection, List<String> found) throws SQLException {
        count(
                connection,
                "SELECT COUNT(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM record r WHERE r.event_id = e.id)",
                "events have no record",
                found);
        count(
                connection,
                "SELECT COUNT(*) FROM record r WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = r.event_id)",
                "records have no event",
                found);
        count(
                connection,
                "SELECT COUNT(*) FROM event e WHERE NOT EXISTS"
                        + " (SELECT 1 FROM event_text t WHERE t.time = e.time AND t.digest = e.digest)",
                "events have no text to search",
                found);
        count(
                connection,
                "SELECT COUNT(*) FROM event_text t WHERE NOT EXISTS"
                        + " (SELECT 1 FROM event e WHERE e.time = t.time AND e.digest = t.digest)",
                "texts have no event",
                found);
        count(
                connection,
                "SELECT COUNT(*) FROM hit h WHERE NOT EXISTS"
                        + " (SELECT 1 FROM event e WHERE e.time = h.time AND e.digest = h.digest)",
                "hits have no event",
                found);
        count(
                connection,
                "SELECT COUNT(*) FROM verdict v WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.id = v.event_id)",
                "verdicts have no event",
                found);
    }

    private void rollUps(Connection connection, List<String> found) throws SQLException {
        RollUps expected = new RollUps(dictionaries);
        IncidentCheck incidents = new IncidentCheck();
        incidents.load(connection);
        long[] bad = {0};
        Sql.each(
                connection,
                "SELECT time, class, facet, client, rules, asn, country, port, disposition FROM event",
                List.of(),
                row -> {
                    int facet = row.getInt(3);
                    if (dictionaries.facets.value(facet).sourceClass() != row.getInt(2)) {
                        bad[0]++;
                    }
                    expected.addKnown(new RollUps.Tally(
                            row.getLong(1),
                            facet,
                            row.getBytes(4),
                            row.getLong(6),
                            row.getString(7),
                            row.getInt(8),
                            NumberList.numbers(row.getString(5))));
                    incidents.count(row.getBytes(4), row.getInt(2), row.getLong(1), row.getInt(9));
                });
        if (bad[0] > 0) {
            found.add(bad[0] + " events are counted in another class than their own.");
        }
        found.addAll(expected.differences(connection));
        found.addAll(incidents.differences());
    }

    private static void ledger(Connection connection, List<String> found) throws SQLException {
        Sql.each(
                connection,
                "SELECT s.name, l.records_read, l.stored + l.repaired + l.duplicates + l.quarantined FROM ledger l"
                        + " JOIN log_source s ON s.id = l.log_source"
                        + " WHERE l.records_read <> l.stored + l.repaired + l.duplicates + l.quarantined",
                List.of(),
                row -> found.add("The ledger of \"" + row.getString(1) + "\" has " + row.getLong(2)
                        + " records read, but accounts for " + row.getLong(3) + "."));
        long stored = Sql.number(connection, "SELECT COALESCE(SUM(stored + repaired), 0) FROM ledger");
        long events = Sql.number(connection, "SELECT COUNT(*) FROM event");
        if (events > stored) {
            found.add("There are " + events + " events, but the ledger tells of " + stored + ".");
        }
    }

    private static void count(Connection connection, String sql, String what, List<String> found) throws SQLException {
        long number = Sql.number(connection, sql);
        if (number > 0) {
            found.add(number + " " + what + ".");
        }
    }
}
