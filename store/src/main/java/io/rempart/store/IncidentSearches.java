package io.rempart.store;

import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.IncidentStore.ArchivePreview;
import io.rempart.events.store.IncidentStore.Campaign;
import io.rempart.events.store.IncidentStore.CampaignKind;
import io.rempart.events.store.IncidentStore.Incident;
import io.rempart.events.store.IncidentStore.IncidentCursor;
import io.rempart.events.store.IncidentStore.IncidentPage;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.IncidentStore.Order;
import io.rempart.events.store.IncidentStore.State;
import io.rempart.events.store.StoreException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists of incidents and campaigns. Each state and severity is read in the order of its index. Thread-safe. */
final class IncidentSearches {
    private static final int CAMPAIGN_INCIDENTS = 15_000;
    private static final int WINDOW = 4_000;
    private static final int PREVIEW_PAGE = 1_000;
    private static final int PREVIEW_INCIDENTS = 20_000;

    private final Database database;
    private final Dictionaries dictionaries;
    private final EventSearch events;
    private final IncidentCompiler compiler;

    IncidentSearches(Database database, Dictionaries dictionaries, EventSearch events) {
        this.database = database;
        this.dictionaries = dictionaries;
        this.events = events;
        this.compiler = new IncidentCompiler(database.dialect(), dictionaries);
    }

    IncidentPage incidents(IncidentSearch search, @Nullable IncidentCursor after, int limit, Duration timeLimit) {
        if (limit < 1 || limit > 1_000) {
            throw new StoreException("A page has 1 to 1,000 incidents, not " + limit + ".");
        }
        long deadline = System.nanoTime() + timeLimit.toNanos();
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            return new Walk(connection, search, after, limit, deadline).page();
        });
    }

    /**
     * One search for a page, in windows along the index of each state and severity, merged. A window has a bounded
     * number of incidents, so that a search for what is rare, or not there, ends in time and says how far it looked.
     */
    private final class Walk {
        private final Connection connection;
        private final IncidentSearch search;
        private final Condition condition;
        private final @Nullable IncidentCursor after;
        private final int limit;
        private final long deadline;
        private final List<IncidentRow> rows = new ArrayList<>();
        private boolean moved;
        private @Nullable IncidentCursor stopped;

        Walk(Connection connection, IncidentSearch search, @Nullable IncidentCursor after, int limit, long deadline) {
            this.connection = connection;
            this.search = search;
            this.condition = compiler.compile(search);
            this.after = after;
            this.limit = limit;
            this.deadline = deadline;
        }

        IncidentPage page() throws SQLException {
            if (search.order() == Order.NEWEST) {
                walk(-1, after);
            } else {
                int first = after == null ? 0 : after.severity();
                for (int severity = first;
                        severity <= IncidentRow.NO_SEVERITY && rows.size() <= limit && stopped == null;
                        severity++) {
                    walk(severity, after != null && after.severity() == severity ? after : null);
                }
            }
            List<Incident> shown = rows.subList(0, Math.min(limit, rows.size())).stream()
                    .map(row -> row.incident(dictionaries))
                    .toList();
            if (rows.size() > limit) {
                IncidentRow last = rows.get(limit - 1);
                return new IncidentPage(shown, new IncidentCursor(last.severity, last.last, last.id), null);
            }
            return stopped == null
                    ? new IncidentPage(shown, null, null)
                    : new IncidentPage(shown, stopped, Times.instant(stopped.lastSeen()));
        }

        private void walk(int severity, @Nullable IncidentCursor from) throws SQLException {
            long ceiling = from == null ? Times.GREATEST : from.lastSeen();
            while (rows.size() <= limit) {
                if (moved && System.nanoTime() - deadline >= 0) {
                    stopped = new IncidentCursor(Math.max(severity, 0), ceiling, Long.MAX_VALUE);
                    return;
                }
                long floor = Times.LEAST;
                for (State state : IncidentCompiler.states(search)) {
                    floor = Math.max(floor, back(connection, state, severity, ceiling, WINDOW));
                }
                read(severity, from, floor, ceiling);
                moved = true;
                if (floor == Times.LEAST) {
                    return;
                }
                ceiling = floor - 1;
            }
        }

        private void read(int severity, @Nullable IncidentCursor from, long floor, long ceiling) throws SQLException {
            List<IncidentRow> found = new ArrayList<>();
            int wanted = limit + 1 - rows.size();
            for (State state : IncidentCompiler.states(search)) {
                for (int one = Math.max(severity, 0);
                        one <= (severity < 0 ? IncidentRow.NO_SEVERITY : severity);
                        one++) {
                    read(state, one, from, floor, ceiling, wanted, found);
                }
            }
            found.sort(Comparator.comparingLong((IncidentRow row) -> row.last)
                    .thenComparingLong(row -> row.id)
                    .reversed());
            rows.addAll(found.subList(0, Math.min(wanted, found.size())));
        }

        private void read(
                State state,
                int severity,
                @Nullable IncidentCursor from,
                long floor,
                long ceiling,
                int wanted,
                List<IncidentRow> found)
                throws SQLException {
            List<Object> parameters = new ArrayList<>(List.of(IncidentRow.code(state), severity, floor, ceiling));
            StringBuilder sql = new StringBuilder("SELECT " + IncidentRow.SELECTED + IncidentRow.FROM
                    + " WHERE i.state = ? AND i.severity = ? AND i.last_seen BETWEEN ? AND ?");
            if (from != null) {
                sql.append(" AND NOT (i.last_seen = ? AND i.id >= ?)");
                parameters.addAll(List.of(from.lastSeen(), from.id()));
            }
            sql.append(" AND ").append(condition.sql());
            parameters.addAll(condition.parameters());
            sql.append(" ORDER BY i.last_seen DESC, i.id DESC LIMIT ").append(wanted);
            Sql.each(connection, sql.toString(), parameters, row -> found.add(IncidentRow.read(row)));
        }
    }

    private void each(Connection connection, String sql, List<Object> parameters, Duration timeLimit, Sql.Row row)
            throws SQLException {
        Sql.each(connection, database.dialect().timeLimited(sql, Math.max(1, timeLimit.toMillis())), parameters, row);
    }

    long count(IncidentSearch search, long most, Duration timeLimit) {
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            Condition condition = compiler.compile(search);
            long[] count = {0};
            each(
                    connection,
                    "SELECT COUNT(*) FROM (SELECT 1 AS one" + IncidentRow.FROM + " WHERE i.state IN ("
                            + IncidentCompiler.codes(search) + ") AND " + condition.sql() + " LIMIT "
                            + Math.max(1, most) + ") found",
                    condition.parameters(),
                    timeLimit,
                    row -> count[0] = row.getLong(1));
            return count[0];
        });
    }

    Optional<Incident> incident(long id) {
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            return one(connection, " WHERE i.id = ?", List.of(id));
        });
    }

    private Optional<Incident> one(Connection connection, String where, List<?> parameters) throws SQLException {
        List<Incident> found = new ArrayList<>();
        Sql.each(
                connection,
                "SELECT " + IncidentRow.SELECTED + IncidentRow.FROM + where,
                parameters,
                row -> found.add(IncidentRow.read(row).incident(dictionaries)));
        return found.stream().findFirst();
    }

    Optional<Incident> incidentOf(long eventId) {
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            List<Optional<Incident>> found = new ArrayList<>();
            Sql.each(connection, "SELECT client, class, time FROM event WHERE id = ?", List.of(eventId), row -> {
                byte[] client = row.getBytes(1);
                if (client != null) {
                    found.add(around(
                            connection, daysFrom(connection, row.getLong(3)), client, row.getInt(2), row.getLong(3)));
                }
            });
            return found.isEmpty() ? Optional.empty() : found.get(0);
        });
    }

    private static String daysFrom(Connection connection, long time) throws SQLException {
        return IncidentRow.days(connection, Times.day(time));
    }

    private Optional<Incident> around(Connection connection, String days, byte[] client, int sourceClass, long time)
            throws SQLException {
        return one(
                connection,
                " WHERE i.last_day IN (" + days
                        + ") AND i.client = ? AND i.class = ? AND i.last_seen >= ? AND i.first_seen <= ?"
                        + " ORDER BY i.first_seen LIMIT 1",
                List.of(client, sourceClass, time, time));
    }

    /** The incidents of an address that touch a period, newest first. */
    List<Incident> ofClient(Connection connection, byte[] client, long from, long to, int limit) throws SQLException {
        List<Incident> found = new ArrayList<>();
        Sql.each(
                connection,
                "SELECT " + IncidentRow.SELECTED + IncidentRow.FROM
                        + " WHERE i.last_day IN (" + IncidentRow.days(connection, Times.day(from))
                        + ") AND i.client = ? AND i.last_seen >= ? AND i.first_seen <= ?"
                        + " ORDER BY i.last_seen DESC, i.id DESC LIMIT " + limit,
                List.of(client, from, to),
                row -> found.add(IncidentRow.read(row).incident(dictionaries)));
        return found;
    }

    // ---- campaigns

    List<Campaign> campaigns(IncidentSearch search, CampaignKind kind, int limit, Duration timeLimit) {
        String key = switch (kind) {
            case NETWORK -> "i.network";
            case ASN -> "i.asn";
            case TOOL -> "i.tool, i.likeness";
        };
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            Condition condition = compiler.compile(search);
            StringBuilder sql = new StringBuilder("SELECT COUNT(DISTINCT i.client) AS sources, COUNT(*) AS incidents,"
                    + " SUM(i.events), MIN(i.severity), MIN(i.first_seen), MAX(i.last_seen), MAX(i.organisation)");
            for (SourceClass sourceClass : SourceClass.values()) {
                sql.append(", MAX(CASE WHEN i.class = ")
                        .append(Codes.of(sourceClass))
                        .append(" THEN 1 ELSE 0 END)");
            }
            sql.append(", ")
                    .append(key)
                    .append(IncidentRow.FROM)
                    .append(" WHERE (")
                    .append(newest(connection, search))
                    .append(") AND ")
                    .append(condition.sql())
                    .append(kind == CampaignKind.ASN ? " AND i.asn > 0" : "")
                    .append(kind == CampaignKind.TOOL ? " AND i.tool > 0" : "")
                    .append(" GROUP BY ")
                    .append(key)
                    .append(" HAVING COUNT(DISTINCT i.client) > 1 ORDER BY sources DESC, incidents DESC, ")
                    .append(key)
                    .append(" LIMIT ")
                    .append(Math.max(1, Math.min(limit, 1_000)));
            List<Campaign> campaigns = new ArrayList<>();
            each(
                    connection,
                    sql.toString(),
                    condition.parameters(),
                    timeLimit,
                    row -> campaigns.add(campaign(row, kind)));
            return campaigns;
        });
    }

    /** A condition for the newest incidents: so far back that no state and severity has more than a bounded number. */
    private static String newest(Connection connection, IncidentSearch search) throws SQLException {
        long floor = Times.LEAST;
        for (State state : IncidentCompiler.states(search)) {
            floor = Math.max(floor, back(connection, state, -1, Times.GREATEST, CAMPAIGN_INCIDENTS));
        }
        return "i.state IN (" + IncidentCompiler.codes(search) + ") AND i.severity BETWEEN 0 AND "
                + IncidentRow.NO_SEVERITY + " AND i.last_seen >= " + floor;
    }

    /**
     * When the incident a number of places back from a time was last seen: one walk along the index of a severity, or of each
     * (-1), and then the latest of their answers.
     */
    private static long back(Connection connection, State state, int severity, long from, int places)
            throws SQLException {
        long[] found = {Times.LEAST};
        int first = severity < 0 ? 0 : severity;
        int last = severity < 0 ? IncidentRow.NO_SEVERITY : severity;
        for (int one = first; one <= last; one++) {
            Sql.each(
                    connection,
                    "SELECT last_seen FROM incident WHERE state = ? AND severity = ? AND last_seen <= ?"
                            + " ORDER BY last_seen DESC LIMIT 1 OFFSET " + places,
                    List.of(IncidentRow.code(state), one, from),
                    row -> found[0] = Math.max(found[0], row.getLong(1)));
        }
        return found[0];
    }

    private Campaign campaign(ResultSet row, CampaignKind kind) throws SQLException {
        Set<SourceClass> classes = EnumSet.noneOf(SourceClass.class);
        int column = 8;
        for (SourceClass sourceClass : SourceClass.values()) {
            if (row.getInt(column++) == 1) {
                classes.add(sourceClass);
            }
        }
        boolean ofTool = kind == CampaignKind.TOOL;
        return new Campaign(
                kind,
                kind == CampaignKind.NETWORK ? Addresses.ofNetwork(row.getBytes(column)) : null,
                kind == CampaignKind.ASN ? row.getLong(column) : 0,
                ofTool ? "" : row.getString(7),
                ofTool
                        ? Integer.toString(row.getInt(column), 36) + "." + Long.toString(row.getLong(column + 1), 36)
                        : null,
                ofTool ? dictionaries.tools.value(row.getInt(column)).name() : "",
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                IncidentRow.severity(row.getInt(4)),
                classes,
                Times.instant(row.getLong(5)),
                Times.instant(row.getLong(6)));
    }

    // ---- preview

    /** What a preview knows of an incident while it counts: whole ones are read for the sample alone. */
    private static final class Touched {
        final long id;
        final long first;
        final long last;
        final long events;
        long matched;

        Touched(long id, long first, long last, long events) {
            this.id = id;
            this.first = first;
            this.last = last;
            this.events = events;
        }

        boolean isWhole() {
            return matched >= events;
        }
    }

    private record SourceKey(ByteBuffer client, int sourceClass) {}

    ArchivePreview preview(Query query, Instant since, int sample, Duration timeLimit) {
        long deadline = System.nanoTime() + timeLimit.toNanos();
        Query asked = new Query.And(List.of(query, new Query.TimeBetween(since, null)));
        Map<Long, Touched> incidents = new HashMap<>();
        long count = 0;
        Instant lookedBackTo = null;
        Cursor cursor = null;
        do {
            // What is found must be looked up too, which takes about as long.
            Duration left = Duration.ofNanos(Math.max(1, (deadline - System.nanoTime()) / 2));
            EventPage page = events.search(asked, cursor, PREVIEW_PAGE, left);
            count += page.events().size();
            touch(page.events(), incidents);
            cursor = page.next();
            if (cursor != null && (System.nanoTime() - deadline >= 0 || incidents.size() > PREVIEW_INCIDENTS)) {
                lookedBackTo = Times.instant(cursor.time());
                break;
            }
        } while (cursor != null);
        List<Touched> whole = incidents.values().stream()
                .filter(Touched::isWhole)
                .sorted(Comparator.comparingLong((Touched one) -> one.last)
                        .reversed()
                        .thenComparingLong(one -> one.id))
                .toList();
        return new ArchivePreview(
                count,
                whole.size(),
                incidents.size() - whole.size(),
                whole.subList(0, Math.min(sample, whole.size())).stream()
                        .flatMap(one -> incident(one.id).stream())
                        .toList(),
                lookedBackTo);
    }

    private void touch(List<EventSummary> page, Map<Long, Touched> incidents) {
        if (page.isEmpty()) {
            return;
        }
        database.read((handle, connection) -> {
            Map<SourceKey, List<Touched>> known = new HashMap<>();
            // The newest first: the last is the earliest.
            long earliest = Times.micros(page.get(page.size() - 1).time());
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT id, first_seen, last_seen, events FROM incident"
                            + " WHERE last_day IN (" + daysFrom(connection, earliest)
                            + ") AND client = ? AND class = ? AND last_seen >= ?")) {
                for (EventSummary event : page) {
                    byte[] client = Addresses.bytes(event.client());
                    if (client == null) {
                        continue;
                    }
                    SourceKey key = new SourceKey(ByteBuffer.wrap(client), Codes.of(event.sourceClass()));
                    List<Touched> ofSource = known.get(key);
                    if (ofSource == null) {
                        ofSource = ofSource(statement, client, key.sourceClass(), earliest);
                        known.put(key, ofSource);
                    }
                    long time = Times.micros(event.time());
                    for (Touched one : ofSource) {
                        if (one.first <= time && time <= one.last) {
                            Touched first = incidents.putIfAbsent(one.id, one);
                            (first == null ? one : first).matched++;
                            break;
                        }
                    }
                }
            }
            return page.size();
        });
    }

    private static List<Touched> ofSource(PreparedStatement statement, byte[] client, int sourceClass, long from)
            throws SQLException {
        statement.setBytes(1, client);
        statement.setInt(2, sourceClass);
        statement.setLong(3, from);
        List<Touched> found = new ArrayList<>(2);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(new Touched(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
        }
        return found;
    }
}
