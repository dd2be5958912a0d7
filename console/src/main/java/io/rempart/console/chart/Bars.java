package io.rempart.console.chart;

import io.rempart.events.model.SourceClass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of names with their counts as bars, the longest first. Immutable.
 *
 * @param areWords whether the names are words of a language, not code
 * @param others how many events belong to names that are not listed; 0 where all are
 */
public record Bars(List<Bar> bars, long others, boolean areWords) {
    /** Names that are shown as code: addresses, ids, paths, hosts. */
    public Bars(List<Bar> bars, long others) {
        this(bars, others, false);
    }

    /** The same with names that are words of a language. */
    public Bars inWords() {
        return new Bars(bars, others, true);
    }

    /**
     * One line.
     *
     * @param note said beside the name in soft colour; empty for none
     * @param title said on hovering; empty for none
     * @param link empty for none
     * @param parts of the bar by class; one of unclassified width for a plain bar
     * @param change against the period before; null where it isn't compared
     */
    public record Bar(
            String name,
            String note,
            String title,
            String link,
            long events,
            String width,
            List<Part> parts,
            @Nullable Change change) {}

    /** A piece of a bar: from {@code x}, {@code width} wide, both in percent of the plot. */
    public record Part(SourceClass sourceClass, long events, String x, String width) {}

    public boolean isEmpty() {
        return bars.isEmpty();
    }

    /** The pieces of a bar where the widest bar has {@code most} events. */
    public static List<Part> parts(ClassCounts counts, long most) {
        List<Part> parts = new ArrayList<>();
        double start = 0;
        for (SourceClass one : SourceClass.values()) {
            if (counts.of(one) > 0) {
                double width = 100.0 * counts.of(one) / Math.max(1, most);
                parts.add(new Part(one, counts.of(one), TimeChart.percent(start), TimeChart.percent(width)));
                start += width;
            }
        }
        return List.copyOf(parts);
    }

    /** The width of a bar, in percent of the widest. */
    public static String width(long events, long most) {
        return TimeChart.percent(100.0 * events / Math.max(1, most));
    }
}
