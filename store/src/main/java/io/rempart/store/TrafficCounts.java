package io.rempart.store;

import io.rempart.events.model.SourceClass;
import io.rempart.events.store.RequestRefused;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.Dimension;
import io.rempart.events.store.StatisticsStore.StatisticsSearch;
import io.rempart.events.store.StoreException;
import io.rempart.store.Dictionaries.Facet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts between bounds. By class, host and port from the hours of coarse facets; by country and network from days, and for
 * the hours at their edges from the traffic by country, or the events themselves. Facets are put together in memory: the
 * database adds up numbers only. Thread-safe.
 */
final class TrafficCounts {
    private static final int MOST_BOUNDS = 1_001;
    /** From this many buckets on, one pass over the hours is cheaper than a statement for each bucket. */
    private static final int FEW_BUCKETS = 24;

    private final Database database;
    private final Dictionaries dictionaries;

    TrafficCounts(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    private record Key(int bucket, List<String> values) {}

    /** What is counted so far. */
    private static final class Sums {
        private final Map<Key, long[]> sums = new HashMap<>();

        void add(int bucket, List<String> values, long events, long blocked) {
            long[] sum = sums.computeIfAbsent(new Key(bucket, values), none -> new long[2]);
            sum[0] += events;
            sum[1] += blocked;
        }

        List<Count> rows(int limit) {
            return sums.entrySet().stream()
                    .filter(entry -> entry.getValue()[0] > 0)
                    .map(entry -> new Count(
                            entry.getKey().bucket(), entry.getKey().values(), entry.getValue()[0], entry.getValue()[1]))
                    .sorted(Comparator.comparingLong(Count::events).reversed())
                    .limit(limit)
                    .sorted(Comparator.comparingInt(Count::bucket)
                            .thenComparing(
                                    Comparator.comparingLong(Count::events).reversed())
                            .thenComparing(count -> String.join("\n", count.values())))
                    .toList();
        }
    }

    List<Count> counts(StatisticsSearch search, Duration timeLimit) {
        List<Period> buckets = buckets(search.bounds());
        Statistics.limitIsFine(search.limit());
        boolean byNetwork = search.by().contains(Dimension.NETWORK);
        boolean byCountry = search.by().contains(Dimension.COUNTRY);
        if ((byNetwork || byCountry) && search.host() != null) {
            throw new RequestRefused("Countries and networks are counted by class and port, not by host.");
        }
        if ((byNetwork || byCountry) && search.by().contains(Dimension.HOST)) {
            throw new RequestRefused("Counts are split by host, or by country and network, not by both.");
        }
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            Sums sums = new Sums();
            Reading reading = new Reading(connection, search, timeLimit, sums);
            if (byNetwork || byCountry) {
                for (int bucket = 0; bucket < buckets.size(); bucket++) {
                    reading.origins(bucket, buckets.get(bucket));
                }
            } else if (buckets.size() < FEW_BUCKETS) {
                for (int bucket = 0; bucket < buckets.size(); bucket++) {
                    reading.sites(bucket, buckets.get(bucket));
                }
            } else {
                reading.sitesByHour(buckets);
            }
            List<Count> rows = sums.rows(search.limit());
            return byNetwork ? named(connection, search, rows) : rows;
        });
    }

    List<Count> hoursOfDay(StatisticsSearch search, ZoneId zone, Duration timeLimit) {
        List<Period> buckets = buckets(search.bounds());
        Period all = new Period(
                buckets.get(0).firstHour(), buckets.get(buckets.size() - 1).lastHour());
        StatisticsSearch byClass = new StatisticsSearch(
                search.bounds(), List.of(Dimension.CLASS), search.classes(), search.host(), search.port(), 1_000);
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            Sums sums = new Sums();
            Reading reading = new Reading(connection, byClass, timeLimit, sums);
            reading.hours(
                    all,
                    hour -> Times.instant(Times.startOfHour(hour)).atZone(zone).getHour());
            return sums.rows(1_000);
        });
    }

    static List<Period> buckets(List<Instant> bounds) {
        if (bounds.size() < 2 || bounds.size() > MOST_BOUNDS) {
            throw new StoreException("Counts have 1 to 1,000 buckets, not " + (bounds.size() - 1) + ".");
        }
        List<Period> buckets = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            if (bounds.get(i + 1).isBefore(bounds.get(i))) {
                throw new StoreException("The bounds of a count must ascend: " + bounds.get(i + 1) + " is before "
                        + bounds.get(i) + ".");
            }
            // An hour belongs to the bucket it begins in.
            long first = Times.hour(QueryCompiler.ceilingMicros(bounds.get(i)) + Times.MICROS_PER_HOUR - 1);
            long next = Times.hour(QueryCompiler.ceilingMicros(bounds.get(i + 1)) + Times.MICROS_PER_HOUR - 1);
            if (i == 0) {
                first = Times.hour(Times.micros(bounds.get(0)));
            }
            buckets.add(new Period(first, next - 1));
        }
        return buckets;
    }

    private static String column(Dimension dimension) {
        return switch (dimension) {
            case CLASS -> "class";
            case HOST -> "host";
            case PORT -> "port";
            case COUNTRY -> "country";
            case NETWORK -> "asn";
        };
    }

    private interface BucketOfHour {
        int of(long hour);
    }

    private final class Reading {
        private final Connection connection;
        private final StatisticsSearch search;
        private final Duration timeLimit;
        private final Sums sums;

        Reading(Connection connection, StatisticsSearch search, Duration timeLimit, Sums sums) {
            this.connection = connection;
            this.search = search;
            this.timeLimit = timeLimit;
            this.sums = sums;
        }

        private void each(String sql, List<?> parameters, Sql.Row row) throws SQLException {
            Sql.each(
                    connection,
                    database.dialect().timeLimited(sql, Math.max(1, timeLimit.toMillis())),
                    parameters,
                    row);
        }

        private boolean isAskedFor(Facet facet) {
            return (search.host() == null || search.host().equals(facet.host()))
                    && (search.port() == null || search.port() == facet.port())
                    && (search.classes().isEmpty()
                            || search.classes().contains(Codes.sourceClass(facet.sourceClass())));
        }

        private List<String> values(int sourceClass, String host, int port, String country, long asn) {
            List<String> values = new ArrayList<>(search.by().size());
            for (Dimension dimension : search.by()) {
                values.add(
                        switch (dimension) {
                            case CLASS -> Codes.sourceClass(sourceClass).key();
                            case HOST -> host;
                            case PORT -> String.valueOf(port);
                            case COUNTRY -> country;
                            case NETWORK -> String.valueOf(asn);
                        });
            }
            return values;
        }

        private void addSite(int bucket, int facetNumber, long events, long blocked) {
            Facet facet = dictionaries.facets.value(facetNumber);
            if (isAskedFor(facet)) {
                sums.add(bucket, values(facet.sourceClass(), facet.host(), facet.port(), "", 0), events, blocked);
            }
        }

        // ---- class, host, port

        void sites(int bucket, Period period) throws SQLException {
            each(
                    "SELECT facet, SUM(events), SUM(blocked) FROM rollup_site WHERE hour BETWEEN ? AND ? GROUP BY facet",
                    List.of(period.firstHour(), period.lastHour()),
                    row -> addSite(bucket, row.getInt(1), row.getLong(2), row.getLong(3)));
        }

        void sitesByHour(List<Period> buckets) throws SQLException {
            Period all = new Period(
                    buckets.get(0).firstHour(), buckets.get(buckets.size() - 1).lastHour());
            int[] at = {0};
            hours(all, hour -> {
                // Rows come in the order of hours.
                while (at[0] + 1 < buckets.size() && hour > buckets.get(at[0]).lastHour()) {
                    at[0]++;
                }
                return at[0];
            });
        }

        void hours(Period period, BucketOfHour bucketOfHour) throws SQLException {
            each(
                    "SELECT hour, facet, events, blocked FROM rollup_site WHERE hour BETWEEN ? AND ? ORDER BY hour",
                    List.of(period.firstHour(), period.lastHour()),
                    row -> addSite(bucketOfHour.of(row.getLong(1)), row.getInt(2), row.getLong(3), row.getLong(4)));
        }

        // ---- country, network

        void origins(int bucket, Period period) throws SQLException {
            if (period.days() > 0) {
                originsOfDays(bucket, period.firstDay(), period.lastDay());
            }
            for (Period.Hours edge : period.edges()) {
                for (Period.Hours hours : edge.byDay()) {
                    originsOfHours(bucket, hours);
                }
            }
        }

        /**
         * A part of a day is counted hour by hour from the events, or as the whole day without its other hours, whichever
         * reads less: of today up to now, nothing else is there.
         */
        private void originsOfHours(int bucket, Period.Hours hours) throws SQLException {
            if (!search.by().contains(Dimension.NETWORK)) {
                countriesOfHours(bucket, hours);
                return;
            }
            List<Period.Hours> others = hours.others(newestHour());
            if (others.stream().mapToLong(Period.Hours::count).sum() >= hours.count()) {
                networksOfHours(bucket, hours, 1);
                return;
            }
            originsOfDays(bucket, hours.day(), hours.day());
            for (Period.Hours other : others) {
                networksOfHours(bucket, other, -1);
            }
        }

        private long newestHour() throws SQLException {
            long[] hour = {Long.MIN_VALUE};
            each("SELECT MAX(time) FROM event", List.of(), row -> {
                long newest = row.getLong(1);
                hour[0] = row.wasNull() ? Long.MIN_VALUE : Times.hour(newest);
            });
            return hour[0];
        }

        private void originsOfDays(int bucket, long first, long last) throws SQLException {
            originRows(
                    bucket,
                    "SUM(events), SUM(blocked)",
                    " FROM rollup_network WHERE day BETWEEN ? AND ?",
                    List.of(first, last),
                    1);
        }

        /** @param sign 1 to add, -1 to take away */
        private void networksOfHours(int bucket, Period.Hours hours, int sign) throws SQLException {
            originRows(
                    bucket,
                    "COUNT(*), SUM(CASE WHEN disposition = 2 THEN 1 ELSE 0 END)",
                    " FROM event WHERE time BETWEEN ? AND ?",
                    List.of(Times.startOfHour(hours.first()), Times.startOfHour(hours.last() + 1) - 1),
                    sign);
        }

        /** Grouped by what is asked for alone: each further column costs more groups, and more rows to read. */
        private void originRows(int bucket, String sums, String from, List<Long> range, int sign) throws SQLException {
            List<Object> parameters = new ArrayList<>(range);
            String columns = search.by().stream().map(TrafficCounts::column).collect(Collectors.joining(", "));
            StringBuilder sql = new StringBuilder("SELECT ").append(sums);
            if (!columns.isEmpty()) {
                sql.append(", ").append(columns);
            }
            sql.append(from);
            if (search.port() != null) {
                sql.append(" AND port = ?");
                parameters.add(search.port());
            }
            Set<SourceClass> classes = search.classes();
            if (!classes.isEmpty()) {
                sql.append(classes.stream()
                        .map(sourceClass -> String.valueOf(Codes.of(sourceClass)))
                        .collect(Collectors.joining(", ", " AND class IN (", ")")));
            }
            if (!columns.isEmpty()) {
                sql.append(" GROUP BY ").append(columns);
            }
            each(sql.toString(), parameters, row -> {
                List<String> values = new ArrayList<>(search.by().size());
                int at = 3;
                for (Dimension dimension : search.by()) {
                    values.add(
                            dimension == Dimension.CLASS
                                    ? Codes.sourceClass(row.getInt(at)).key()
                                    : row.getString(at));
                    at++;
                }
                this.sums.add(bucket, values, sign * row.getLong(1), sign * row.getLong(2));
            });
        }

        private void countriesOfHours(int bucket, Period.Hours hours) throws SQLException {
            int blocked = Codes.of(io.rempart.events.model.Event.Disposition.BLOCKED);
            each(
                    "SELECT facet, SUM(events) FROM rollup_traffic WHERE hour BETWEEN ? AND ? GROUP BY facet",
                    List.of(hours.first(), hours.last()),
                    row -> {
                        Facet facet = dictionaries.facets.value(row.getInt(1));
                        if (isAskedFor(facet)) {
                            long events = row.getLong(2);
                            sums.add(
                                    bucket,
                                    values(facet.sourceClass(), "", facet.port(), facet.country(), 0),
                                    events,
                                    facet.disposition() == blocked ? events : 0);
                        }
                    });
        }
    }

    /** Puts the organisation beside the number of a network. */
    private static List<Count> named(Connection connection, StatisticsSearch search, List<Count> rows)
            throws SQLException {
        int at = search.by().indexOf(Dimension.NETWORK);
        Map<String, String> names = new HashMap<>();
        List<Count> named = new ArrayList<>();
        for (Count row : rows) {
            String asn = row.values().get(at);
            String name = names.get(asn);
            if (name == null) {
                name = organisation(connection, Long.parseLong(asn));
                names.put(asn, name);
            }
            List<String> values = new ArrayList<>(row.values());
            values.add(at + 1, name);
            named.add(new Count(row.bucket(), List.copyOf(values), row.events(), row.blocked()));
        }
        return named;
    }

    private static String organisation(Connection connection, long asn) throws SQLException {
        String[] name = {""};
        Sql.each(
                connection,
                "SELECT organisation FROM source WHERE asn = ? LIMIT 1",
                List.of(asn),
                row -> name[0] = row.getString(1));
        return name[0];
    }
}
