package io.rempart.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A period of whole hours, seen as the whole days (in UTC) in it and the hours at its edges: what the roll-ups by day and by
 * hour have of it. Hours and days are numbered since 1970.
 *
 * @param firstHour inclusive
 * @param lastHour inclusive; before the first when the period is empty
 */
record Period(long firstHour, long lastHour) {
    /** Hours in a row, both ends included. */
    record Hours(long first, long last) {
        long count() {
            return Math.max(0, last - first + 1);
        }

        long day() {
            return Math.floorDiv(first, 24);
        }

        /** The same hours, those of each day for themselves. */
        List<Hours> byDay() {
            List<Hours> days = new ArrayList<>(2);
            for (long from = first; from <= last; from = (Math.floorDiv(from, 24) + 1) * 24) {
                days.add(new Hours(from, Math.min(last, Math.floorDiv(from, 24) * 24 + 23)));
            }
            return days;
        }

        /** The other hours of the day that these hours of one day are in, as far as {@code newest}; at most two runs. */
        List<Hours> others(long newest) {
            List<Hours> others = new ArrayList<>(2);
            if (day() * 24 < first) {
                others.add(new Hours(day() * 24, first - 1));
            }
            if (last < Math.min(day() * 24 + 23, newest)) {
                others.add(new Hours(last + 1, Math.min(day() * 24 + 23, newest)));
            }
            return others;
        }
    }

    /** Widened to whole hours. */
    static Period of(Instant from, Instant to) {
        return new Period(Times.hour(Times.micros(from)), Times.hour(QueryCompiler.ceilingMicros(to) - 1));
    }

    Instant from() {
        return Times.instant(Times.startOfHour(firstHour));
    }

    Instant to() {
        return Times.instant(Times.startOfHour(lastHour + 1));
    }

    long firstDay() {
        return Math.floorDiv(firstHour + 23, 24);
    }

    /** Before {@link #firstDay} when there is no whole day. */
    long lastDay() {
        return Math.floorDiv(lastHour + 1, 24) - 1;
    }

    long days() {
        return Math.max(0, lastDay() - firstDay() + 1);
    }

    /** The hours that are in no whole day: at most two runs of them. */
    List<Hours> edges() {
        List<Hours> edges = new ArrayList<>(2);
        if (days() == 0) {
            if (lastHour >= firstHour) {
                edges.add(new Hours(firstHour, lastHour));
            }
            return edges;
        }
        if (firstHour < firstDay() * 24) {
            edges.add(new Hours(firstHour, firstDay() * 24 - 1));
        }
        if (lastHour >= (lastDay() + 1) * 24) {
            edges.add(new Hours((lastDay() + 1) * 24, lastHour));
        }
        return edges;
    }

    /** The period of the same length that ends where this begins. */
    Period before() {
        return new Period(2 * firstHour - lastHour - 1, firstHour - 1);
    }
}
