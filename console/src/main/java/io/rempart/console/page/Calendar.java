package io.rempart.console.page;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the parts of a period begin for a reader in a time zone: hours, days, weeks from Monday on, months. */
public enum Calendar {
    HOUR,
    DAY,
    WEEK,
    MONTH;

    private static final int MOST_PARTS = 400;

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Calendar ofKey(String key, Calendar otherwise) {
        for (Calendar one : values()) {
            if (one.key().equals(key)) {
                return one;
            }
        }
        return otherwise;
    }

    /** The parts that make a table of one to some dozens of lines of a period. */
    static Calendar fitting(Period period) {
        long days = period.length().toDays();
        return days <= 2 ? HOUR : days <= 45 ? DAY : days <= 200 ? WEEK : MONTH;
    }

    /**
     * The bounds of the parts of a period: its beginning, where each further part begins, its end; at most 400 parts, else
     * coarser ones are taken.
     */
    public List<Instant> bounds(Period period, ZoneId zone) {
        List<Instant> bounds = new ArrayList<>();
        bounds.add(period.from());
        Instant next = next(period.from(), zone);
        while (next.isBefore(period.to())) {
            bounds.add(next);
            if (bounds.size() > MOST_PARTS) {
                return this == MONTH
                        ? List.of(period.from(), period.to())
                        : values()[ordinal() + 1].bounds(period, zone);
            }
            next = next(next, zone);
        }
        bounds.add(period.to());
        return List.copyOf(bounds);
    }

    private Instant next(Instant moment, ZoneId zone) {
        LocalDate day = moment.atZone(zone).toLocalDate();
        return switch (this) {
            case HOUR -> moment.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
            case WEEK ->
                day.with(TemporalAdjusters.next(DayOfWeek.MONDAY))
                        .atStartOfDay(zone)
                        .toInstant();
            case MONTH ->
                YearMonth.from(day).plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        };
    }

    /** Bounds of equal parts of so many hours, from the beginning on. */
    static List<Instant> everyHours(Period period, int hours) {
        List<Instant> bounds = new ArrayList<>();
        for (Instant at = period.from(); at.isBefore(period.to()); at = at.plus(hours, ChronoUnit.HOURS)) {
            bounds.add(at);
        }
        bounds.add(period.to());
        return List.copyOf(bounds);
    }
}
