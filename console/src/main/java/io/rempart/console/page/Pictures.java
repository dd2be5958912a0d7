package io.rempart.console.page;

import io.rempart.console.chart.Bars;
import io.rempart.console.chart.Bars.Bar;
import io.rempart.console.chart.Change;
import io.rempart.console.chart.ClassCounts;
import io.rempart.console.chart.TimeChart;
import io.rempart.console.chart.TimeChart.Bucket;
import io.rempart.console.chart.TimeChart.LabelAt;
import io.rempart.console.chart.TimeChart.Labels;
import io.rempart.console.language.Wording;
import io.rempart.console.page.Traffic.Tally;
import io.rempart.console.text.VisibleText;
import io.rempart.events.model.SourceClass;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns counts into the pictures of a page, with words and links. One per request. */
final class Pictures {
    private static final int MOST_TICKS = 9;
    private static final int TALL = 248;
    private static final int LONGEST_NAME = 120;

    private final Lens lens;
    private final Wording wording;

    Pictures(Lens lens, Wording wording) {
        this.lens = lens;
        this.wording = wording;
    }

    /** Bars over time; each piece leads to its events. */
    TimeChart timeline(List<Bucket> buckets, int bucketHours) {
        return TimeChart.of(
                buckets,
                new Labels(
                        this::title,
                        moment -> TimeRange.momentKey(moment, lens.zone()),
                        ticks(buckets, bucketHours),
                        (bucket, one) -> lens.withPeriod(bucket.from(), bucket.to())
                                .withClass(one)
                                .events()));
    }

    /** Bars over time of the events that one more term describes. */
    TimeChart timelineOfTerm(List<Bucket> buckets, int bucketHours, String field, String value) {
        return TimeChart.of(
                buckets,
                new Labels(
                        this::title,
                        moment -> TimeRange.momentKey(moment, lens.zone()),
                        ticks(buckets, bucketHours),
                        (bucket, one) -> lens.withPeriod(bucket.from(), bucket.to())
                                .withClass(one)
                                .events(SearchTerms.term(field, value))));
    }

    /** Bars by day, week or month. */
    TimeChart timeline(List<Bucket> buckets, Calendar parts) {
        if (parts == Calendar.HOUR) {
            return timeline(buckets, 1);
        }
        int step = step(buckets.size(), 1, 2, 5, 7, 14, 30);
        List<LabelAt> ticks = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i += step) {
            Instant from = buckets.get(i).from();
            ticks.add(new LabelAt(i, parts == Calendar.MONTH ? wording.shortMonth(from) : wording.day(from)));
        }
        return TimeChart.of(
                buckets,
                new Labels(this::title, moment -> TimeRange.momentKey(moment, lens.zone()), ticks, this::eventsOf),
                TALL);
    }

    private String eventsOf(Bucket bucket, SourceClass one) {
        return lens.withPeriod(bucket.from(), bucket.to()).withClass(one).events();
    }

    /** Bars by hour of the day; they lead nowhere, since a search knows no hour of the day. */
    static TimeChart hours(List<ClassCounts> hours, Wording wording) {
        List<Bucket> buckets = new ArrayList<>();
        List<LabelAt> ticks = new ArrayList<>();
        for (int i = 0; i < hours.size(); i++) {
            Instant hour = Instant.EPOCH.plusSeconds(i * 3_600L);
            buckets.add(new Bucket(hour, hour.plusSeconds(3_600), hours.get(i)));
            if (i % 3 == 0) {
                ticks.add(new LabelAt(i, String.format(Locale.ROOT, "%02d:00", i)));
            }
        }
        Function<Bucket, String> title = bucket -> wording.text(
                "chart.column",
                String.format(Locale.ROOT, "%02d:00", bucket.from().getEpochSecond() / 3_600),
                wording.counted("count.events", bucket.counts().total()));
        return TimeChart.of(buckets, new Labels(title, moment -> "", ticks, (bucket, one) -> ""));
    }

    private String title(Bucket bucket) {
        return wording.text(
                "chart.column",
                wording.span(bucket.from(), bucket.to()),
                wording.counted("count.events", bucket.counts().total()));
    }

    private List<LabelAt> ticks(List<Bucket> buckets, int bucketHours) {
        List<LabelAt> ticks = new ArrayList<>();
        if (bucketHours >= 24) {
            int step = step(buckets.size(), 1, 2, 5, 7, 14, 30);
            for (int i = 0; i < buckets.size(); i += step) {
                ticks.add(new LabelAt(i, wording.day(buckets.get(i).from())));
            }
            return ticks;
        }
        int hours = hoursBetweenTicks(buckets.size() * bucketHours, bucketHours);
        for (int i = 0; i < buckets.size(); i++) {
            ZonedDateTime start = buckets.get(i).from().atZone(lens.zone());
            if (hours >= 24
                    ? isFirstOfDay(buckets, i) && day(start) % (hours / 24) == 0
                    : start.getHour() % hours == 0) {
                ticks.add(new LabelAt(
                        i,
                        hours >= 24 || start.getHour() == 0
                                ? wording.day(buckets.get(i).from())
                                : wording.clockTime(buckets.get(i).from())));
            }
        }
        return ticks;
    }

    private boolean isFirstOfDay(List<Bucket> buckets, int i) {
        return i > 0
                && day(buckets.get(i).from().atZone(lens.zone()))
                        != day(buckets.get(i - 1).from().atZone(lens.zone()));
    }

    private static long day(ZonedDateTime time) {
        return time.toLocalDate().toEpochDay();
    }

    private static int hoursBetweenTicks(int hours, int bucketHours) {
        for (int step : new int[] {1, 2, 3, 6, 12, 24, 48, 96}) {
            if (step % bucketHours == 0 && hours / step <= MOST_TICKS) {
                return step;
            }
        }
        return 168;
    }

    private static int step(int columns, int... steps) {
        for (int step : steps) {
            if (columns / step < MOST_TICKS) {
                return step;
            }
        }
        return Math.max(1, columns / MOST_TICKS);
    }

    /** Describes one value of a list of bars. */
    record Naming(
            Function<String, String> name,
            Function<String, String> note,
            Function<String, String> title,
            Function<String, String> link) {
        static Naming plain(Function<String, String> link) {
            return new Naming(value -> value, value -> "", value -> "", link);
        }
    }

    /** The sites with the most events; each leads to its events. */
    Bars hosts(Map<String, Tally> found, int most) {
        return bars(named(found), null, most, Naming.plain(host -> lens.events(SearchTerms.term("host", host))));
    }

    /** The countries with the most events; each leads to its events. */
    Bars countries(Map<String, Tally> found, int most) {
        Function<String, String> link = country -> lens.events(SearchTerms.term("country", country));
        return bars(named(found), null, most, new Naming(wording::country, value -> "", value -> "", link))
                .inWords();
    }

    /** Without what has no name, and without what is past the limit of the roll-ups, counted together there. */
    private static Map<String, ClassCounts> named(Map<String, Tally> found) {
        Map<String, ClassCounts> counts = new LinkedHashMap<>();
        found.forEach((value, tally) -> counts.put(value, tally.counts()));
        counts.remove("");
        counts.remove("*");
        return counts;
    }

    /** The first values, with their change against {@code before} where that is given. */
    Bars bars(Map<String, ClassCounts> counts, @Nullable Map<String, ClassCounts> before, int most, Naming naming) {
        List<Bar> bars = new ArrayList<>();
        long widest =
                counts.values().stream().mapToLong(ClassCounts::total).max().orElse(1);
        long others = 0;
        for (Map.Entry<String, ClassCounts> entry : counts.entrySet()) {
            String value = entry.getKey();
            long events = entry.getValue().total();
            if (bars.size() >= most) {
                others += events;
                continue;
            }
            bars.add(new Bar(
                    VisibleText.plain(naming.name().apply(value), LONGEST_NAME),
                    naming.note().apply(value),
                    naming.title().apply(value),
                    naming.link().apply(value),
                    events,
                    Bars.width(events, widest),
                    Bars.parts(entry.getValue(), widest),
                    before == null
                            ? null
                            : Change.of(
                                    events,
                                    before.getOrDefault(value, ClassCounts.NONE).total())));
        }
        return new Bars(List.copyOf(bars), others);
    }
}
