package io.rempart.store;

import io.rempart.events.model.SourceClass;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.SiteCounts;
import io.rempart.events.store.StatisticsStore.SiteSearch;
import io.rempart.store.Dictionaries.Facet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of sites from one reading of the hours, which is most of what such counts cost. What a row counts goes into sums by
 * number; names are looked up once for a facet, not for a row. Thread-safe.
 */
final class SiteTally {
    private static final int CLASSES = SourceClass.values().length;
    private static final int HOURS_OF_DAY = 24;

    private final Database database;
    private final Dictionaries dictionaries;

    SiteTally(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    /** Events, and how many of them were blocked, for each of a number of places and each class. */
    private static final class Sums {
        private final long[] events;
        private final long[] blocked;

        Sums(int places) {
            this.events = new long[places * CLASSES];
            this.blocked = new long[places * CLASSES];
        }

        void add(int place, int sourceClass, long some, long someBlocked) {
            events[place * CLASSES + sourceClass] += some;
            blocked[place * CLASSES + sourceClass] += someBlocked;
        }

        List<Count> counts() {
            List<Count> counts = new ArrayList<>();
            for (int i = 0; i < events.length; i++) {
                if (events[i] > 0) {
                    String sourceClass = Codes.sourceClass(i % CLASSES).key();
                    counts.add(new Count(i / CLASSES, List.of(sourceClass), events[i], blocked[i]));
                }
            }
            return List.copyOf(counts);
        }
    }

    /** What is counted of one facet, over all buckets. */
    private static final class Site {
        final Facet facet;
        final int sourceClass;
        final boolean isAskedFor;
        final boolean isOfHost;
        long events;
        long blocked;

        Site(Facet facet, SiteSearch search) {
            this.facet = facet;
            this.sourceClass = Codes.of(Codes.sourceClass(facet.sourceClass()));
            this.isOfHost = search.host() == null || search.host().equals(facet.host());
            this.isAskedFor = isOfHost && (search.port() == null || search.port() == facet.port());
        }
    }

    SiteCounts sites(SiteSearch search, Duration timeLimit) {
        List<Period> buckets = TrafficCounts.buckets(search.bounds());
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            return new Reading(connection, search, buckets, timeLimit).all();
        });
    }

    private final class Reading {
        private final Connection connection;
        private final SiteSearch search;
        private final List<Period> buckets;
        private final Duration timeLimit;
        private final Sums before = new Sums(1);
        private final Sums byBucket;
        private final Sums byHour = new Sums(HOURS_OF_DAY);
        private Site[] sites = new Site[256];

        Reading(Connection connection, SiteSearch search, List<Period> buckets, Duration timeLimit) {
            this.connection = connection;
            this.search = search;
            this.buckets = buckets;
            this.timeLimit = timeLimit;
            this.byBucket = new Sums(buckets.size());
        }

        SiteCounts all() throws SQLException {
            readBefore();
            readBuckets();
            return new SiteCounts(before.counts(), byBucket.counts(), byHour.counts(), hosts(), ports());
        }

        private Site site(int facetNumber) {
            if (facetNumber >= sites.length) {
                sites = Arrays.copyOf(sites, Math.max(facetNumber + 1, 2 * sites.length));
            }
            Site known = sites[facetNumber];
            if (known == null) {
                known = new Site(dictionaries.facets.value(facetNumber), search);
                sites[facetNumber] = known;
            }
            return known;
        }

        private void each(String sql, Period period, Sql.Row row) throws SQLException {
            Sql.each(
                    connection,
                    database.dialect().timeLimited(sql, Math.max(1, timeLimit.toMillis())),
                    List.of(period.firstHour(), period.lastHour()),
                    row);
        }

        private void readBefore() throws SQLException {
            Instant from = search.before();
            if (from != null) {
                Period period = new Period(
                        Times.hour(Times.micros(from)), buckets.get(0).firstHour() - 1);
                each(
                        "SELECT facet, SUM(events), SUM(blocked) FROM rollup_site WHERE hour BETWEEN ? AND ?"
                                + " GROUP BY facet",
                        period,
                        row -> {
                            Site site = site(row.getInt(1));
                            if (site.isAskedFor) {
                                before.add(0, site.sourceClass, row.getLong(2), row.getLong(3));
                            }
                        });
            }
        }

        private void readBuckets() throws SQLException {
            Period all = new Period(
                    buckets.get(0).firstHour(), buckets.get(buckets.size() - 1).lastHour());
            // Rows come in the order of hours: bucket and hour of day change with the hour alone.
            long[] hour = {Long.MIN_VALUE};
            int[] at = {0, 0};
            each(
                    "SELECT hour, facet, events, blocked FROM rollup_site WHERE hour BETWEEN ? AND ? ORDER BY hour",
                    all,
                    row -> {
                        long now = row.getLong(1);
                        if (now != hour[0]) {
                            hour[0] = now;
                            while (at[0] + 1 < buckets.size()
                                    && now > buckets.get(at[0]).lastHour()) {
                                at[0]++;
                            }
                            at[1] = Times.instant(Times.startOfHour(now))
                                    .atZone(search.zone())
                                    .getHour();
                        }
                        Site site = site(row.getInt(2));
                        if (!site.isOfHost) {
                            return;
                        }
                        long events = row.getLong(3);
                        long blocked = row.getLong(4);
                        site.events += events;
                        site.blocked += blocked;
                        if (site.isAskedFor) {
                            byBucket.add(at[0], site.sourceClass, events, blocked);
                            byHour.add(at[1], site.sourceClass, events, blocked);
                        }
                    });
        }

        private List<Count> hosts() {
            Map<List<String>, long[]> sums = new HashMap<>();
            for (Site site : sites) {
                if (site != null && site.isAskedFor) {
                    String sourceClass = Codes.sourceClass(site.sourceClass).key();
                    add(sums, List.of(sourceClass, site.facet.host()), site);
                }
            }
            return sorted(sums);
        }

        private List<Count> ports() {
            Map<List<String>, long[]> sums = new HashMap<>();
            for (Site site : sites) {
                if (site != null && site.isOfHost) {
                    add(sums, List.of(String.valueOf(site.facet.port())), site);
                }
            }
            return sorted(sums);
        }

        private static void add(Map<List<String>, long[]> sums, List<String> values, Site site) {
            long[] sum = sums.computeIfAbsent(values, none -> new long[2]);
            sum[0] += site.events;
            sum[1] += site.blocked;
        }

        private static List<Count> sorted(Map<List<String>, long[]> sums) {
            return sums.entrySet().stream()
                    .filter(entry -> entry.getValue()[0] > 0)
                    .map(entry -> new Count(0, entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
                    .sorted(Comparator.comparingLong(Count::events)
                            .reversed()
                            .thenComparing(count -> String.join("\n", count.values())))
                    .toList();
        }
    }
}
