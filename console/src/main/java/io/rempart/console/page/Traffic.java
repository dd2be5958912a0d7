package io.rempart.console.page;

import io.rempart.console.chart.ClassCounts;
import io.rempart.console.chart.TimeChart.Bucket;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.StatisticsStore;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.Dimension;
import io.rempart.events.store.StatisticsStore.SiteCounts;
import io.rempart.events.store.StatisticsStore.SiteSearch;
import io.rempart.events.store.StatisticsStore.StatisticsSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts of the roll-ups as pages of numbers need them. Thread-safe. */
final class Traffic {
    private static final int MOST_ROWS = 20_000;
    private static final int HOURS = 24;
    private static final int MOST_PORTS = 20;

    private final StatisticsStore store;
    private final Duration timeLimit;

    Traffic(StatisticsStore store, Duration timeLimit) {
        this.store = store;
        this.timeLimit = timeLimit;
    }

    /** Counts of a value: by class, and how many were refused (-1 where that is not counted). */
    record Tally(ClassCounts counts, long blocked) {
        static final Tally NONE = new Tally(ClassCounts.NONE, 0);

        Tally plus(SourceClass one, Count count) {
            long sum = blocked < 0 || count.blocked() < 0 ? -1 : blocked + count.blocked();
            return new Tally(counts.plus(one, count.events()), sum);
        }
    }

    /** Counts by class of a lens, of the period before it and of its own. */
    record Comparison(Tally before, Tally now) {
        static final Comparison NONE = new Comparison(Tally.NONE, Tally.NONE);
    }

    /** What a page of numbers shows of sites: all of it from one reading of the store. */
    record Sites(
            Comparison compared,
            Comparison comparedOfAll,
            List<Bucket> timeline,
            List<ClassCounts> hours,
            Map<String, Tally> hosts,
            List<String> ports) {
        static final Sites NONE =
                new Sites(Comparison.NONE, Comparison.NONE, List.of(), List.of(), Map.of(), List.of());
    }

    /** Counts of a lens and of the period of equal length before it. */
    Sites sites(Lens lens, List<Instant> bounds) {
        return sites(lens, lens.period().before().from(), bounds);
    }

    /** @param before where the period before begins; it ends where the lens begins */
    Sites sites(Lens lens, Instant before, List<Instant> bounds) {
        SiteCounts found =
                store.sites(new SiteSearch(before, bounds, lens.host(), lens.port(), lens.zone()), timeLimit);
        SourceClass one = lens.sourceClass();
        List<Count> buckets = of(one, found.buckets());
        return new Sites(
                new Comparison(sum(of(one, found.before())), sum(buckets)),
                new Comparison(sum(found.before()), sum(found.buckets())),
                buckets(bounds, buckets),
                hours(of(one, found.hours())),
                tallies(of(one, found.hosts())),
                found.ports().stream()
                        .map(count -> count.values().get(0))
                        .filter(port -> port.matches("[1-9]\\d*"))
                        .limit(MOST_PORTS)
                        .toList());
    }

    private static List<Count> of(@Nullable SourceClass one, List<Count> counts) {
        return one == null
                ? counts
                : counts.stream().filter(count -> sourceClass(count, 0) == one).toList();
    }

    private static Tally sum(List<Count> counts) {
        Tally sum = Tally.NONE;
        for (Count count : counts) {
            sum = sum.plus(sourceClass(count, 0), count);
        }
        return sum;
    }

    private static List<ClassCounts> hours(List<Count> counts) {
        List<ClassCounts> hours = new ArrayList<>(Collections.nCopies(HOURS, ClassCounts.NONE));
        for (Count count : counts) {
            hours.set(count.bucket(), hours.get(count.bucket()).plus(sourceClass(count, 0), count.events()));
        }
        return List.copyOf(hours);
    }

    /** Counts of the buckets between bounds, by the class that is their first value. */
    static List<Bucket> buckets(List<Instant> bounds, List<Count> counts) {
        List<Map<SourceClass, Long>> found = new ArrayList<>();
        for (int i = 1; i < bounds.size(); i++) {
            found.add(new EnumMap<>(SourceClass.class));
        }
        for (Count count : counts) {
            found.get(count.bucket()).merge(sourceClass(count, 0), count.events(), Long::sum);
        }
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            buckets.add(new Bucket(bounds.get(i), bounds.get(i + 1), new ClassCounts(found.get(i))));
        }
        return List.copyOf(buckets);
    }

    /**
     * Counts of each country, or each network, the greatest first; for networks the value is number and name with a blank
     * between.
     */
    Map<String, Tally> by(Dimension dimension, Lens lens) {
        List<Instant> bounds = List.of(lens.period().from(), lens.period().to());
        return tallies(count(lens, bounds, List.of(Dimension.CLASS, dimension)));
    }

    /** Counts of countries and of networks, from one reading. */
    record Origins(Map<String, Tally> countries, Map<String, Tally> networks) {}

    Origins origins(Lens lens) {
        List<Instant> bounds = List.of(lens.period().from(), lens.period().to());
        List<Count> found = count(lens, bounds, List.of(Dimension.CLASS, Dimension.COUNTRY, Dimension.NETWORK));
        return new Origins(tallies(found, 1, 2), tallies(found, 2, 4));
    }

    private static Map<String, Tally> tallies(List<Count> counts) {
        return counts.isEmpty()
                ? Map.of()
                : tallies(counts, 1, counts.get(0).values().size());
    }

    /** Sums by the values between two positions. */
    private static Map<String, Tally> tallies(List<Count> counts, int from, int to) {
        Map<String, Tally> found = new LinkedHashMap<>();
        for (Count count : counts) {
            String value = String.join(" ", count.values().subList(from, to));
            SourceClass one = sourceClass(count, 0);
            found.merge(value, Tally.NONE.plus(one, count), (sum, more) -> sum.plus(one, count));
        }
        Map<String, Tally> sorted = new LinkedHashMap<>();
        found.entrySet().stream()
                .sorted((a, b) -> Long.compare(
                        b.getValue().counts().total(), a.getValue().counts().total()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private List<Count> count(Lens lens, List<Instant> bounds, List<Dimension> by) {
        return store.counts(search(lens, bounds, by), timeLimit);
    }

    private static StatisticsSearch search(Lens lens, List<Instant> bounds, List<Dimension> by) {
        SourceClass one = lens.sourceClass();
        boolean isBySource = by.contains(Dimension.COUNTRY) || by.contains(Dimension.NETWORK);
        return new StatisticsSearch(
                bounds,
                by,
                one == null ? Set.of() : Set.of(one),
                isBySource ? null : lens.host(),
                lens.port(),
                MOST_ROWS);
    }

    private static SourceClass sourceClass(Count count, int column) {
        return SourceClass.ofKey(count.values().get(column)).orElse(SourceClass.UNCLASSIFIED);
    }
}
