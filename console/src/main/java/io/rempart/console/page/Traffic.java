package io.rempart.console.page;

import io.rempart.console.chart.ClassCounts;
import io.rempart.console.chart.TimeChart.Bucket;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.CountRow;
import io.rempart.events.store.EventStore.CountSearch;
import io.rempart.events.store.EventStore.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts of the roll-ups as pages of numbers need them. Thread-safe. */
final class Traffic {
    private static final int MOST_ROWS = 100_000;

    private final EventStore store;
    private final Duration timeLimit;

    Traffic(EventStore store, Duration timeLimit) {
        this.store = store;
        this.timeLimit = timeLimit;
    }

    /** Counts by class of a lens. */
    ClassCounts totals(Lens lens) {
        Map<SourceClass, Long> counts = new EnumMap<>(SourceClass.class);
        for (CountRow row : count(lens, null, Dimension.CLASS)) {
            SourceClass one = sourceClass(row, 0);
            if (isSeen(lens, one)) {
                counts.merge(one, row.events(), Long::sum);
            }
        }
        return new ClassCounts(counts);
    }

    /** Counts by class of every bucket of the period, empty ones too. */
    List<Bucket> timeline(Lens lens, int bucketHours) {
        Instant first = lens.period().from().truncatedTo(ChronoUnit.HOURS);
        Map<Instant, Map<SourceClass, Long>> found = new HashMap<>();
        for (CountRow row : count(lens, Duration.ofHours(bucketHours), Dimension.CLASS)) {
            SourceClass one = sourceClass(row, 0);
            if (isSeen(lens, one)) {
                found.computeIfAbsent(row.bucketStart(), start -> new EnumMap<>(SourceClass.class))
                        .merge(one, row.events(), Long::sum);
            }
        }
        List<Bucket> buckets = new ArrayList<>();
        for (Instant start = first;
                start.isBefore(lens.period().to()) && buckets.size() < 1_000;
                start = start.plus(bucketHours, ChronoUnit.HOURS)) {
            buckets.add(new Bucket(
                    start,
                    start.plus(bucketHours, ChronoUnit.HOURS),
                    new ClassCounts(found.getOrDefault(start, Map.of()))));
        }
        return buckets;
    }

    /** Counts by class of each value of a dimension, the greatest first. */
    Map<String, ClassCounts> by(Dimension dimension, Lens lens) {
        Map<String, Map<SourceClass, Long>> found = new LinkedHashMap<>();
        for (CountRow row : count(lens, null, Dimension.CLASS, dimension)) {
            SourceClass one = sourceClass(row, 0);
            if (isSeen(lens, one)) {
                found.computeIfAbsent(row.values().get(1), value -> new EnumMap<>(SourceClass.class))
                        .merge(one, row.events(), Long::sum);
            }
        }
        Map<String, ClassCounts> sorted = new LinkedHashMap<>();
        found.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), new ClassCounts(entry.getValue())))
                .sorted((a, b) ->
                        Long.compare(b.getValue().total(), a.getValue().total()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    private List<CountRow> count(Lens lens, @Nullable Duration bucket, Dimension... by) {
        return store.counts(
                new CountSearch(
                        lens.period().from(),
                        lens.period().to(),
                        List.of(by),
                        bucket,
                        lens.host(),
                        lens.port(),
                        MOST_ROWS),
                timeLimit);
    }

    private static boolean isSeen(Lens lens, SourceClass one) {
        return lens.sourceClass() == null || lens.sourceClass() == one;
    }

    private static SourceClass sourceClass(CountRow row, int column) {
        return SourceClass.ofKey(row.values().get(column)).orElse(SourceClass.UNCLASSIFIED);
    }
}
