package io.rempart.console.chart;

import io.rempart.events.model.SourceClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Bars over time, stacked by class, from zero. Places across are in percent, so that the picture fills whatever width there is
 * and its texts keep their shape; places down are in pixels. Immutable.
 *
 * @param height of the plot, without the labels below
 */
public record TimeChart(List<Column> columns, List<Tick> ticks, List<Level> levels, int height, long most) {
    private static final int HEIGHT = 176;
    private static final double GAP = 0.14;
    private static final double WIDEST_PERCENT = 4;

    /** The counts of one bucket of time. */
    public record Bucket(Instant from, Instant to, ClassCounts counts) {}

    /**
     * One bar.
     *
     * @param slot where its share of the width begins, in percent; {@code slotWidth} wide
     * @param from its period as the address of a page has it; {@code to} exclusive
     */
    public record Column(
            Bucket bucket,
            String slot,
            String slotWidth,
            String x,
            String width,
            String from,
            String to,
            String label,
            List<Part> parts) {
        public long total() {
            return bucket.counts().total();
        }
    }

    /** The piece of one class in a bar. */
    public record Part(SourceClass sourceClass, long events, String y, String height, String link) {}

    /** A label under the axis, centred at {@code x}. */
    public record Tick(String x, String text) {}

    /** A line across with its count. */
    public record Level(String y, long events) {}

    /** What a chart needs to know beside its numbers. */
    public record Labels(
            Function<Bucket, String> title,
            Function<Instant, String> key,
            List<LabelAt> ticks,
            BiFunction<Bucket, SourceClass, String> link) {}

    /** A label for the start of the bucket at that index. */
    public record LabelAt(int index, String text) {}

    public static TimeChart of(List<Bucket> buckets, Labels labels) {
        return of(buckets, labels, HEIGHT);
    }

    /** @param height of the plot in pixels */
    public static TimeChart of(List<Bucket> buckets, Labels labels, int height) {
        long most =
                buckets.stream().mapToLong(one -> one.counts().total()).max().orElse(0);
        Scale scale = Scale.of(Math.max(1, most));
        double slot = 100.0 / Math.max(1, buckets.size());
        double width = Math.min(slot * (1 - GAP), WIDEST_PERCENT);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            columns.add(new Column(
                    bucket,
                    percent(i * slot),
                    percent(slot),
                    percent(i * slot + (slot - width) / 2),
                    percent(width),
                    labels.key().apply(bucket.from()),
                    labels.key().apply(bucket.to()),
                    labels.title().apply(bucket),
                    parts(bucket, scale.top(), labels, height)));
        }
        List<Tick> ticks = labels.ticks().stream()
                .map(label -> new Tick(percent((label.index() + 0.5) * slot), label.text()))
                .toList();
        List<Level> levels = scale.levels().stream()
                .map(level -> new Level(pixels(height - (double) height * level / scale.top()), level))
                .toList();
        return new TimeChart(List.copyOf(columns), ticks, levels, height, most);
    }

    private static List<Part> parts(Bucket bucket, long top, Labels labels, int height) {
        List<Part> parts = new ArrayList<>();
        double below = 0;
        for (SourceClass one : SourceClass.values()) {
            long events = bucket.counts().of(one);
            if (events > 0) {
                double high = (double) height * events / top;
                parts.add(new Part(
                        one,
                        events,
                        pixels(height - below - high),
                        pixels(high),
                        labels.link().apply(bucket, one)));
                below += high;
            }
        }
        return List.copyOf(parts);
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.3f%%", value);
    }

    private static String pixels(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    public boolean isEmpty() {
        return most == 0;
    }
}
