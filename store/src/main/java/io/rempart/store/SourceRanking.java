package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StoreException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The most active addresses of a period, without adding up every address of it.
 *
 * <p>A period is a list of parts: the whole days in it, each with an index by events, and the hours before and after them,
 * which are read whole. The ranking is that of Cao and Wang, "Efficient top-k query calculation in distributed networks" (PODC
 * 2004). First the most active of each day are added up: the count at the last wanted place is a bound, since counts only
 * grow. Who reaches it must have, in one of the n parts, an n-th of it: second, all with that many are read from the index of
 * each day. Whose known count and greatest possible rest stay below the bound are left out; third, the others are looked up in
 * every day. A later page begins with a bound below the last count of the page before, and lowers it until the page is full.
 * Where everybody can be among the first (a flat ranking, a rare class), the database adds up the count that ranks, and the
 * rest is looked up for those of the page. Thread-safe.
 */
final class SourceRanking {
    private static final String COUNTED =
            "events, blocked, first_seen, last_seen, " + String.join(", ", RollUps.CLASS_COLUMNS);
    private static final int LOOKED_UP_AT_ONCE = 400;
    private static final int MOST_DAYS = 800;
    private static final int CLASSES = RollUps.CLASS_COLUMNS.size();

    private final Database database;

    SourceRanking(Database database) {
        this.database = database;
    }

    /** What an address did in the parts read so far. */
    private static final class Tally {
        final byte[] client;
        long events;
        long blocked;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        final long[] byClass = new long[CLASSES];

        Tally(byte[] client) {
            this.client = client;
        }

        private void addCounts(ResultSet row) throws SQLException {
            events += row.getLong(2);
            blocked += row.getLong(3);
            first = Math.min(first, row.getLong(4));
            last = Math.max(last, row.getLong(5));
        }

        void addHour(ResultSet row) throws SQLException {
            addCounts(row);
            byClass[row.getInt(6)] += row.getLong(2);
        }

        void addDay(ResultSet row) throws SQLException {
            addCounts(row);
            for (int i = 0; i < CLASSES; i++) {
                byClass[i] += row.getLong(6 + i);
            }
        }

        Tally copy() {
            Tally copy = new Tally(client);
            copy.events = events;
            copy.blocked = blocked;
            copy.first = first;
            copy.last = last;
            System.arraycopy(byClass, 0, copy.byClass, 0, CLASSES);
            return copy;
        }

        long ranked(int sourceClass) {
            return sourceClass < 0 ? events : byClass[sourceClass];
        }

        SourceSummary summary(int sourceClass) {
            Map<SourceClass, Long> counts = new EnumMap<>(SourceClass.class);
            for (int i = 0; i < CLASSES; i++) {
                if (byClass[i] > 0 && (sourceClass < 0 || sourceClass == i)) {
                    counts.put(Codes.sourceClass(i), byClass[i]);
                }
            }
            return new SourceSummary(
                    Objects.requireNonNull(Addresses.address(client)),
                    "",
                    0,
                    "",
                    ranked(sourceClass),
                    blocked,
                    counts,
                    Times.instant(first),
                    Times.instant(last));
        }
    }

    SourcePage sources(SourceSearch search, Duration timeLimit) {
        Statistics.limitIsFine(search.limit());
        return database.read(timeLimit, (handle, connection) -> new Ranking(connection, search, timeLimit).page());
    }

    private final class Ranking {
        private final Connection connection;
        private final SourceSearch search;
        private final Duration timeLimit;
        private final long deadline;
        private final Period period;
        private final List<Long> days = new ArrayList<>();
        private final int sourceClass;
        private final String ranked;
        private final Map<ByteBuffer, Tally> tallies = new HashMap<>();

        Ranking(Connection connection, SourceSearch search, Duration timeLimit) {
            this.connection = connection;
            this.search = search;
            this.timeLimit = timeLimit;
            this.deadline = System.nanoTime() + timeLimit.toNanos();
            this.period = Period.of(search.from(), search.to());
            this.sourceClass = search.sourceClass() == null ? -1 : Codes.of(search.sourceClass());
            this.ranked = sourceClass < 0 ? "events" : RollUps.CLASS_COLUMNS.get(sourceClass);
        }

        SourcePage page() throws SQLException {
            findDays();
            for (Period.Hours edge : period.edges()) {
                readHours(edge);
            }
            if (days.isEmpty()) {
                return shown();
            }
            if (search.block() != null || days.size() < 3 || days.size() > MOST_DAYS) {
                readDays();
                return shown();
            }
            Map<ByteBuffer, Tally> edges = Map.copyOf(tallies);
            long bound = firstBound();
            while (true) {
                if (leastOf(bound) <= 1) {
                    addUp(edges);
                    return shown();
                }
                List<byte[]> candidates = candidates(edges, bound);
                lookUp(candidates);
                // Exact for all who reach the bound, and for nobody else.
                long least = bound;
                tallies.values().removeIf(tally -> tally.ranked(sourceClass) < least);
                if (following() > search.limit()) {
                    return shown();
                }
                tallies.clear();
                edges.forEach((client, tally) -> tallies.put(client, tally.copy()));
                bound /= 4;
            }
        }

        /** The whole days of the period that have events: a period may begin in 1970, and a wrong clock be far ahead. */
        private void findDays() throws SQLException {
            long next = period.firstDay();
            while (next <= period.lastDay() && days.size() <= MOST_DAYS) {
                long[] day = {Long.MAX_VALUE};
                each(
                        "SELECT MIN(day) FROM rollup_source_day WHERE day BETWEEN ? AND ?",
                        List.of(next, period.lastDay()),
                        row -> {
                            long found = row.getLong(1);
                            day[0] = row.wasNull() ? Long.MAX_VALUE : found;
                        });
                if (day[0] == Long.MAX_VALUE) {
                    return;
                }
                days.add(day[0]);
                next = day[0] + 1;
            }
        }

        private long leastOf(long bound) {
            long parts = days.size() + period.edges().size();
            return (bound + parts - 1) / parts;
        }

        // ---- three steps

        private long firstBound() throws SQLException {
            Long afterCount = search.afterCount();
            if (afterCount != null) {
                return afterCount * 3 / 4;
            }
            Map<ByteBuffer, long[]> sums = new HashMap<>();
            tallies.forEach((client, tally) -> sums.put(client, new long[] {tally.ranked(sourceClass)}));
            int wanted = search.limit() + 1;
            for (long day : days) {
                each(
                        "SELECT client, " + ranked + " FROM rollup_source_day WHERE day = ? ORDER BY events DESC LIMIT "
                                + wanted,
                        List.of(day),
                        row -> sums.computeIfAbsent(ByteBuffer.wrap(row.getBytes(1)), none -> new long[1])[0] +=
                                row.getLong(2));
            }
            PriorityQueue<Long> greatest = new PriorityQueue<>(wanted + 1);
            for (long[] sum : sums.values()) {
                greatest.add(sum[0]);
                if (greatest.size() > wanted) {
                    greatest.poll();
                }
            }
            return greatest.size() < wanted ? 0 : greatest.element();
        }

        /** Everybody who can reach the bound, and some who can't. */
        private List<byte[]> candidates(Map<ByteBuffer, Tally> edges, long bound) throws SQLException {
            long least = leastOf(bound);
            Map<ByteBuffer, long[]> known = new HashMap<>();
            edges.forEach((client, tally) -> known.put(client, new long[] {tally.ranked(sourceClass), 0}));
            String ofClass = sourceClass < 0 ? "" : " AND " + ranked + " >= " + least;
            for (long day : days) {
                each(
                        "SELECT client, " + ranked + " FROM rollup_source_day WHERE day = ? AND events >= ?" + ofClass,
                        List.of(day, least),
                        row -> {
                            long[] sum = known.computeIfAbsent(ByteBuffer.wrap(row.getBytes(1)), none -> new long[2]);
                            sum[0] += row.getLong(2);
                            sum[1]++;
                        });
            }
            List<byte[]> candidates = new ArrayList<>();
            known.forEach((client, sum) -> {
                if (sum[0] + (days.size() - sum[1]) * (least - 1) >= bound) {
                    candidates.add(client.array());
                }
            });
            return candidates;
        }

        /** Adds the days of some addresses to their hours; forgets the others. */
        private void lookUp(List<byte[]> clients) throws SQLException {
            Map<ByteBuffer, Tally> kept = new HashMap<>();
            for (byte[] client : clients) {
                Tally edge = tallies.get(ByteBuffer.wrap(client));
                kept.put(ByteBuffer.wrap(client), edge == null ? new Tally(client) : edge.copy());
            }
            tallies.clear();
            tallies.putAll(kept);
            for (int from = 0; from < clients.size(); from += LOOKED_UP_AT_ONCE) {
                List<byte[]> some = clients.subList(from, Math.min(clients.size(), from + LOOKED_UP_AT_ONCE));
                for (long day : days) {
                    List<Object> parameters = new ArrayList<>();
                    parameters.add(day);
                    parameters.addAll(some);
                    add(
                            "SELECT client, " + COUNTED + " FROM rollup_source_day WHERE day = ? AND client IN ("
                                    + Dialect.parameters(some.size()) + ")",
                            parameters);
                }
            }
        }

        // ---- whole parts

        /** Adds the days to the hours at the edges, of who is on the page or is the first after it. */
        private void addUp(Map<ByteBuffer, Tally> edges) throws SQLException {
            Map<ByteBuffer, long[]> sums = new HashMap<>();
            edges.forEach((client, tally) -> sums.put(client, new long[] {tally.ranked(sourceClass)}));
            each(
                    "SELECT client, SUM(" + ranked + ") FROM rollup_source_day WHERE day BETWEEN ? AND ? AND " + ranked
                            + " > 0 GROUP BY client",
                    List.of(period.firstDay(), period.lastDay()),
                    row -> sums.computeIfAbsent(ByteBuffer.wrap(row.getBytes(1)), none -> new long[1])[0] +=
                            row.getLong(2));
            lookUp(sums.entrySet().stream()
                    .map(entry -> new Ranked(entry.getValue()[0], entry.getKey().array()))
                    .filter(one -> follows(one.count(), one.client()))
                    .sorted(Comparator.comparingLong(Ranked::count)
                            .reversed()
                            .thenComparing(Ranked::client, Arrays::compareUnsigned))
                    .limit(search.limit() + 1L)
                    .map(Ranked::client)
                    .toList());
        }

        private record Ranked(long count, byte[] client) {}

        private void readDays() throws SQLException {
            StringBuilder sql = new StringBuilder("SELECT client, " + COUNTED + " FROM rollup_source_day WHERE ");
            List<Object> parameters = new ArrayList<>();
            if (search.block() != null && days.size() <= MOST_DAYS) {
                // Each day is looked up by its number: the key is by day first.
                sql.append("day IN (")
                        .append(days.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                        .append(')');
            } else {
                sql.append("day BETWEEN ? AND ?");
                parameters.add(period.firstDay());
                parameters.add(period.lastDay());
            }
            if (sourceClass >= 0) {
                sql.append(" AND ").append(ranked).append(" > 0");
            }
            Statistics.inBlock(search.block(), sql, parameters);
            add(sql.toString(), parameters);
        }

        private void readHours(Period.Hours hours) throws SQLException {
            StringBuilder sql = new StringBuilder(
                    "SELECT client, events, blocked, first_seen, last_seen, class FROM rollup_source WHERE ");
            List<Object> parameters = new ArrayList<>();
            among("hour", hours.first(), hours.last(), sql, parameters);
            Statistics.inBlock(search.block(), sql, parameters);
            each(sql.toString(), parameters, row -> {
                byte[] client = row.getBytes(1);
                tallies.computeIfAbsent(ByteBuffer.wrap(client), none -> new Tally(client))
                        .addHour(row);
            });
        }

        /** For a block of addresses each number is looked up: the keys are by day, or hour, first. */
        private void among(String column, long first, long last, StringBuilder sql, List<Object> parameters) {
            if (search.block() != null && last - first < MOST_DAYS) {
                sql.append(column)
                        .append(" IN (")
                        .append(LongStream.rangeClosed(first, last)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(", ")))
                        .append(')');
            } else {
                sql.append(column).append(" BETWEEN ? AND ?");
                parameters.add(first);
                parameters.add(last);
            }
        }

        private void add(String sql, List<Object> parameters) throws SQLException {
            each(sql, parameters, row -> {
                byte[] client = row.getBytes(1);
                tallies.computeIfAbsent(ByteBuffer.wrap(client), none -> new Tally(client))
                        .addDay(row);
            });
        }

        private void each(String sql, List<Object> parameters, Sql.Row row) throws SQLException {
            if (System.nanoTime() - deadline >= 0) {
                throw new StoreException("The answer took too long. Narrow the period or the search.");
            }
            Sql.each(
                    connection,
                    database.dialect().timeLimited(sql, Math.max(1, timeLimit.toMillis())),
                    parameters,
                    row);
        }

        // ---- the page

        /** How many are on this page or after it. */
        private long following() {
            return tallies.values().stream().filter(this::follows).count();
        }

        private boolean follows(Tally tally) {
            return follows(tally.ranked(sourceClass), tally.client);
        }

        private boolean follows(long events, byte[] client) {
            Long afterCount = search.afterCount();
            IPAddress afterClient = search.afterClient();
            if (events <= 0 || afterCount == null || afterClient == null) {
                return events > 0;
            }
            return events < afterCount
                    || events == afterCount
                            && Arrays.compareUnsigned(client, Objects.requireNonNull(Addresses.bytes(afterClient))) > 0;
        }

        private SourcePage shown() throws SQLException {
            Comparator<Tally> order = Comparator.comparingLong((Tally tally) -> tally.ranked(sourceClass))
                    .reversed()
                    .thenComparing(tally -> tally.client, Arrays::compareUnsigned);
            List<Tally> sorted = tallies.values().stream()
                    .filter(this::follows)
                    .sorted(order)
                    .limit(search.limit() + 1L)
                    .toList();
            List<SourceSummary> page = new ArrayList<>();
            for (Tally tally : sorted.subList(0, Math.min(sorted.size(), search.limit()))) {
                page.add(Statistics.withNetwork(connection, tally.summary(sourceClass)));
            }
            return new SourcePage(page, sorted.size() > search.limit());
        }
    }

    /** One address in a period; null when it did nothing. */
    @Nullable
    SourceSummary one(Connection connection, IPAddress client, Period period) throws SQLException {
        SourceSearch search = new SourceSearch(period.from(), period.to(), null, client, null, null, 1);
        Ranking ranking = new Ranking(connection, search, Duration.ofMinutes(1));
        List<SourceSummary> found = ranking.page().sources();
        return found.isEmpty() ? null : found.get(0);
    }
}
