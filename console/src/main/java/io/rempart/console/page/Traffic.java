package io.rempart.console.page;

import io.rempart.console.chart.ClassCounts;
import io.rempart.console.chart.TimeChart.Bucket;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.StatisticsStore;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.Dimension;
import io.rempart.events.store.StatisticsStore.StatisticsSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts of the roll-ups as pages of numbers need them. Thread-safe. */
final class Traffic {
    private static final int MOST_ROWS = 20_000;
    private static final int HOURS = 24;

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
    record Comparison(Tally before, Tally now) {}

    Comparison compared(Lens lens) {
        return compared(lens, lens.period().before().from());
    }

    /** @param before where the period before begins; it ends where the lens begins */
    Comparison compared(Lens lens, Instant before) {
        Tally[] sums = {Tally.NONE, Tally.NONE};
        for (Count count :
                count(lens, List.of(before, lens.period().from(), lens.period().to()), List.of(Dimension.CLASS))) {
            sums[count.bucket()] = sums[count.bucket()].plus(sourceClass(count, 0), count);
        }
        return new Comparison(sums[0], sums[1]);
    }

    /** Counts by class of every bucket between the bounds, empty ones too. */
    List<Bucket> timeline(Lens lens, List<Instant> bounds) {
        return buckets(bounds, count(lens, bounds, List.of(Dimension.CLASS)));
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

    /** Counts of each value of a dimension, the greatest first; for networks the value is number and name with a blank between. */
    Map<String, Tally> by(Dimension dimension, Lens lens) {
        Map<String, Tally> found = new LinkedHashMap<>();
        List<Instant> bounds = List.of(lens.period().from(), lens.period().to());
        for (Count count : count(lens, bounds, List.of(Dimension.CLASS, dimension))) {
            String value =
                    String.join(" ", count.values().subList(1, count.values().size()));
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

    /** Counts by class of each hour of the day. */
    List<ClassCounts> hoursOfDay(Lens lens) {
        List<ClassCounts> hours = new ArrayList<>();
        for (int i = 0; i < HOURS; i++) {
            hours.add(ClassCounts.NONE);
        }
        List<Instant> bounds = List.of(lens.period().from(), lens.period().to());
        for (Count count : store.hoursOfDay(search(lens, bounds, List.of(Dimension.CLASS)), lens.zone(), timeLimit)) {
            hours.set(count.bucket(), hours.get(count.bucket()).plus(sourceClass(count, 0), count.events()));
        }
        return List.copyOf(hours);
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
