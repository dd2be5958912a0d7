package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pages of events, newest first, within a time limit.
 *
 * <p>The search walks back through time. The hourly roll-ups tell, a stretch of hours at a time, in which hours an event can
 * match at all: those with facets the query allows, with the rules it asks for, with the clients it asks for (and between
 * which microseconds of the hour these were seen). Only such hours are read, in windows. Stretches and windows grow while they
 * are answered quickly and shrink when they are not; and each statement, of roll-ups as of events, is ended by the database
 * when the time is up, so that no step goes on past it. Within a window one of four ways leads to the events:
 * by id, by the rule's own list of events where the rule is rare, by the text alone where a bare word must occur, or by the
 * events in the order of time. When the page is full, the hours are used up, or the limit is reached, the page is returned; a
 * page ended by the limit says how far back it looked, and its cursor goes on from there. Thread-safe.
 */
final class EventSearch {
    private static final long FIRST_STRETCH_HOURS = 48;
    private static final long STRETCH_GROWTH = 6;
    private static final long QUICK_STRETCH_NANOS = 4_000_000;
    private static final long SLOW_STRETCH_NANOS = 15_000_000;
    private static final long FIRST_WINDOW = 1_000;
    private static final long GREATEST_WINDOW = 400_000;
    private static final long QUICK_NANOS = 12_000_000;
    private static final long SLOW_NANOS = 45_000_000;
    /** However little time there is, the first window is read: a page always gets on. */
    private static final Duration FIRST_WINDOW_LIMIT = Duration.ofSeconds(2);

    private final Database database;
    private final Dictionaries dictionaries;
    private final QueryCompiler compiler;

    EventSearch(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
        this.compiler = new QueryCompiler(database.dialect(), dictionaries);
    }

    EventPage search(Query query, @Nullable Cursor after, int limit, Duration timeLimit) {
        if (limit < 1 || limit > 10_000) {
            throw new StoreException("A page has 1 to 10,000 events, not " + limit + ".");
        }
        long deadline = System.nanoTime() + timeLimit.toNanos();
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            return new Walk(connection, query, after, limit, deadline).page();
        });
    }

    /** How the events of a window are found. */
    private enum Way {
        TIME,
        TEXT,
        RULE
    }

    /** An hour that can have matching events, or the part of it that can. */
    private record Hour(long from, long to, long events, long hits) {}

    /** One search. */
    private final class Walk {
        private final Connection connection;
        private final @Nullable Cursor after;
        private final int limit;
        private final long deadline;
        private final Needs needs;
        private final Query query;
        private final List<EventSummary> found = new ArrayList<>();
        private final @Nullable List<Integer> facets;
        private final long floor;
        private long ceiling;
        private long windowSize = FIRST_WINDOW;
        private boolean moved;
        private boolean outOfTime;

        Walk(Connection connection, Query query, @Nullable Cursor after, int limit, long deadline) throws SQLException {
            this.connection = connection;
            this.query = query;
            this.after = after;
            this.limit = limit;
            this.deadline = deadline;
            this.needs = Needs.of(query, dictionaries);
            this.facets = possibleFacets();
            this.floor = needs.from();
            this.ceiling = after == null ? needs.to() : Math.min(needs.to(), after.time());
        }

        /** Facets that can match; null when all can. */
        private @Nullable List<Integer> possibleFacets() {
            List<Dictionaries.Facet> all = dictionaries.facets.all();
            List<Integer> possible = new ArrayList<>();
            boolean every = true;
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).isCoarse()) {
                    continue;
                }
                if (FacetFilter.canMatch(query, all.get(i), dictionaries)) {
                    possible.add(i + 1);
                } else {
                    every = false;
                }
            }
            return every ? null : possible;
        }

        EventPage page() throws SQLException {
            boolean impossible = floor > ceiling
                    || needs.firstId() > needs.lastId()
                    || (facets != null && facets.isEmpty())
                    || (needs.rules() != null && needs.rules().isEmpty());
            if (impossible) {
                return new EventPage(List.of(), null, null);
            }
            if (needs.lastId() - needs.firstId() < 10_000) {
                return byId();
            }
            long oldestHour = Math.max(
                    Times.hour(floor), Sql.number(connection, "SELECT COALESCE(MIN(hour), 1) FROM rollup_hour"));
            long newestHour = Math.min(
                    Times.hour(ceiling), Sql.number(connection, "SELECT COALESCE(MAX(hour), 0) FROM rollup_hour"));
            long stretch = FIRST_STRETCH_HOURS;
            while (newestHour >= oldestHour && found.size() <= limit && !outOfTime) {
                long from = Math.max(oldestHour, newestHour - stretch + 1);
                long took = readStretch(from, newestHour);
                newestHour = from - 1;
                if (took < QUICK_STRETCH_NANOS) {
                    stretch *= STRETCH_GROWTH;
                } else if (took > SLOW_STRETCH_NANOS) {
                    stretch = Math.max(stretch / 2, FIRST_STRETCH_HOURS / 2);
                }
            }
            return finished();
        }

        private EventPage byId() throws SQLException {
            Condition condition = compiler.compile(query, null);
            List<Object> parameters = new ArrayList<>(List.of(needs.firstId(), needs.lastId()));
            parameters.addAll(condition.parameters());
            readRows(
                    "SELECT " + EventColumns.SELECTED + " FROM event e WHERE e.id BETWEEN ? AND ? AND "
                            + condition.sql() + cursorCondition(parameters) + order("e"),
                    parameters,
                    Math.max(deadline, System.nanoTime() + FIRST_WINDOW_LIMIT.toNanos()));
            return finished();
        }

        private EventPage finished() {
            if (found.size() > limit) {
                List<EventSummary> events = List.copyOf(found.subList(0, limit));
                EventSummary last = events.get(limit - 1);
                return new EventPage(events, new Cursor(Times.micros(last.time()), last.id()), null);
            }
            if (outOfTime) {
                return new EventPage(List.copyOf(found), new Cursor(ceiling, Long.MAX_VALUE), Times.instant(ceiling));
            }
            return new EventPage(List.copyOf(found), null, null);
        }

        // ---- hours

        /** Gives how long it took to find the hours, in nanoseconds. */
        private long readStretch(long fromHour, long toHour) throws SQLException {
            long started = System.nanoTime();
            List<Hour> hours = hours(fromHour, toHour);
            long took = System.nanoTime() - started;
            if (outOfTime) {
                ceiling = Math.min(ceiling, Times.startOfHour(toHour + 1) - 1);
                return took;
            }
            long events = 0;
            long hits = 0;
            for (Hour hour : hours) {
                events += hour.events();
                hits += hour.hits();
            }
            Way way =
                    needs.rules() != null && hits * 4 < events ? Way.RULE : needs.text() != null ? Way.TEXT : Way.TIME;
            Statements statements = new Statements(way);
            int next = 0;
            while (next < hours.size() && found.size() <= limit && !outOfTime) {
                next = readWindow(statements, hours, next);
            }
            if (!outOfTime && found.size() <= limit) {
                ceiling = Math.min(ceiling, Times.startOfHour(fromHour) - 1);
                moved = true;
            }
            return took;
        }

        /** The hours of a stretch in which events can match, newest first. */
        private List<Hour> hours(long fromHour, long toHour) throws SQLException {
            Map<Long, Long> events = new TreeMap<>(java.util.Comparator.reverseOrder());
            List<Long> range = List.of(fromHour, toHour);
            limited(
                    "SELECT hour, events FROM rollup_hour WHERE hour BETWEEN ? AND ?",
                    range,
                    row -> events.put(row.getLong(1), row.getLong(2)));
            if (facets != null && !outOfTime) {
                Set<Long> possible = new java.util.HashSet<>();
                limited(
                        "SELECT DISTINCT hour FROM rollup_traffic WHERE hour BETWEEN ? AND ? AND facet IN ("
                                + numbers(facets) + ")",
                        range,
                        row -> possible.add(row.getLong(1)));
                events.keySet().retainAll(possible);
            }
            Map<Long, Long> hits = new HashMap<>();
            if (needs.rules() != null && !events.isEmpty() && !outOfTime) {
                limited(
                        "SELECT hour, SUM(events) FROM rollup_rule WHERE hour BETWEEN ? AND ? AND rule IN ("
                                + numbers(needs.rules()) + ") GROUP BY hour",
                        range,
                        row -> hits.put(row.getLong(1), row.getLong(2)));
                events.keySet().retainAll(hits.keySet());
            }
            Map<Long, long[]> seen = new HashMap<>();
            if (needs.clients() != null && !events.isEmpty() && !outOfTime) {
                readClients(needs.clients(), events.keySet(), seen);
                events.keySet().retainAll(seen.keySet());
            }
            List<Hour> hours = new ArrayList<>(events.size());
            events.forEach((hour, count) -> {
                long[] span = seen.get(hour);
                long from = span == null ? Times.startOfHour(hour) : span[0];
                long to = span == null ? Times.startOfHour(hour + 1) - 1 : span[1];
                if (from <= ceiling && to >= floor) {
                    hours.add(new Hour(
                            Math.max(from, floor), Math.min(to, ceiling), count, hits.getOrDefault(hour, count)));
                }
            });
            return hours;
        }

        /** Looks each hour up by its number: the roll-up is kept by hour first. */
        private void readClients(List<IPAddress> blocks, java.util.Collection<Long> hours, Map<Long, long[]> seen)
                throws SQLException {
            String list = hours.stream().map(String::valueOf).collect(Collectors.joining(", "));
            for (IPAddress block : blocks) {
                if (outOfTime) {
                    return;
                }
                limited(
                        "SELECT hour, MIN(first_seen), MAX(last_seen) FROM rollup_source" + " WHERE hour IN (" + list
                                + ") AND client BETWEEN ? AND ? GROUP BY hour",
                        List.of(Addresses.lowest(block), Addresses.highest(block)),
                        row -> seen.merge(row.getLong(1), new long[] {row.getLong(2), row.getLong(3)}, (x, y) ->
                                new long[] {Math.min(x[0], y[0]), Math.max(x[1], y[1])}));
            }
        }

        // ---- windows

        /** Reads the next window of hours; gives the index of the hour that follows it. */
        private int readWindow(Statements statements, List<Hour> hours, int first) throws SQLException {
            Hour hour = hours.get(first);
            long weight = statements.weight(hour);
            if (weight > windowSize && hour.to() > hour.from()) {
                readSlices(statements, hour, weight);
                return first + 1;
            }
            int last = first;
            long sum = weight;
            while (last + 1 < hours.size()) {
                Hour older = hours.get(last + 1);
                // By time, a window is one piece: hours between that can't match would be read for nothing.
                boolean adjacent = statements.way == Way.RULE
                        || older.to() + 1 == hours.get(last).from();
                if (!adjacent || sum + statements.weight(older) > windowSize) {
                    break;
                }
                sum += statements.weight(older);
                last++;
            }
            read(statements, hours.get(last).from(), hour.to());
            return last + 1;
        }

        /** Reads an hour with more events than a window has, in slices of its time. */
        private void readSlices(Statements statements, Hour hour, long weight) throws SQLException {
            long to = hour.to();
            while (to >= hour.from() && found.size() <= limit && !outOfTime) {
                double part = Math.min(1, (double) windowSize / weight);
                long width = Math.max(1, (long) ((hour.to() - hour.from() + 1) * part));
                long from = Math.max(hour.from(), to - width + 1);
                read(statements, from, to);
                to = from - 1;
            }
        }

        private void read(Statements statements, long from, long to) throws SQLException {
            long started = System.nanoTime();
            if (moved && started - deadline >= 0) {
                outOfTime = true;
                ceiling = Math.min(ceiling, to);
                return;
            }
            long end = moved ? deadline : Math.max(deadline, started + FIRST_WINDOW_LIMIT.toNanos());
            int before = found.size();
            if (!statements.read(from, to, end)) {
                if (!moved && found.size() == before) {
                    throw new StoreException("The search took too long. Narrow its period.");
                }
                outOfTime = true;
                // Rows come newest first: what was read before the end of time stands.
                ceiling = Math.min(ceiling, to);
                if (found.size() > before) {
                    found.subList(before, found.size()).clear();
                }
                return;
            }
            moved = true;
            if (found.size() <= limit) {
                ceiling = Math.min(ceiling, from - 1);
            }
            long took = System.nanoTime() - started;
            if (took < QUICK_NANOS) {
                windowSize = Math.min(windowSize * 4, GREATEST_WINDOW);
            } else if (took > SLOW_NANOS) {
                windowSize = Math.max(windowSize / 2, FIRST_WINDOW);
            }
        }

        /** The statements of one way. */
        private final class Statements {
            private final Way way;
            private final Condition condition;

            Statements(Way way) {
                this.way = way;
                this.condition = compiler.compile(query, way == Way.TEXT ? needs.text() : null);
            }

            long weight(Hour hour) {
                return way == Way.RULE ? hour.hits() : hour.events();
            }

            boolean read(long from, long to, long end) throws SQLException {
                List<Object> parameters = new ArrayList<>(List.of(from, to));
                String sql = "SELECT " + EventColumns.SELECTED
                        + switch (way) {
                            case TIME -> " FROM event e WHERE e.time BETWEEN ? AND ? AND ";
                            case TEXT -> {
                                parameters.add(
                                        QueryCompiler.searchedText(java.util.Objects.requireNonNull(needs.text())));
                                yield " FROM event_text k " + join() + " WHERE k.time BETWEEN ? AND ? AND "
                                        + database.dialect().contains("k.text") + " AND ";
                            }
                            case RULE -> byRule();
                        };
                parameters.addAll(condition.parameters());
                return readRows(
                        sql + condition.sql() + cursorCondition(parameters) + order(way == Way.TIME ? "e" : "k"),
                        parameters,
                        end);
            }

            private String byRule() {
                Set<Integer> rules = java.util.Objects.requireNonNull(needs.rules());
                if (rules.size() == 1) {
                    return " FROM hit k " + join() + " WHERE k.rule = "
                            + rules.iterator().next() + " AND k.time BETWEEN ? AND ? AND ";
                }
                return " FROM (SELECT DISTINCT time, digest FROM hit WHERE rule IN (" + numbers(rules)
                        + ") AND time BETWEEN ? AND ?) k " + join() + " WHERE ";
            }

            private String join() {
                return database.dialect().orderedJoin() + " event e ON e.time = k.time AND e.digest = k.digest";
            }
        }

        // ---- rows

        private String cursorCondition(List<Object> parameters) {
            if (after == null) {
                return "";
            }
            parameters.add(after.time());
            parameters.add(after.time());
            parameters.add(after.id());
            return " AND e.time <= ? AND NOT (e.time = ? AND e.id >= ?)";
        }

        private String order(String alias) {
            return " ORDER BY " + alias + ".time DESC, e.id DESC LIMIT " + (limit + 1 - found.size());
        }

        /** Adds the rows to what was found; false when time ended them. */
        private boolean readRows(String sql, List<Object> parameters, long end) throws SQLException {
            return within(end, sql, parameters, row -> found.add(EventColumns.summary(row, dictionaries)));
        }

        /** Reads roll-ups; {@link #outOfTime} when time ended it. */
        private void limited(String sql, List<?> parameters, Sql.Row row) throws SQLException {
            long now = System.nanoTime();
            long end = moved ? deadline : Math.max(deadline, now + FIRST_WINDOW_LIMIT.toNanos());
            if (end - now <= 0 || !within(end, sql, parameters, row)) {
                if (!moved) {
                    throw new StoreException("The search took too long. Narrow its period.");
                }
                outOfTime = true;
            }
        }

        /** Reads rows until a time; false when it ended them. */
        private boolean within(long end, String sql, List<?> parameters, Sql.Row row) throws SQLException {
            long millis = Math.max(1, (end - System.nanoTime()) / 1_000_000);
            database.dialect().beginTimeLimit(connection, end);
            try (PreparedStatement statement =
                            Sql.prepared(connection, database.dialect().timeLimited(sql, millis), parameters);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.read(rows);
                }
                return true;
            } catch (SQLException e) {
                if (!database.dialect().isTimeOut(e)) {
                    throw e;
                }
                return false;
            } finally {
                database.dialect().endTimeLimit(connection);
            }
        }
    }

    private static String numbers(java.util.Collection<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
