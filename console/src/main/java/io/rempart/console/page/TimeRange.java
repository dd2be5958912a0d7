package io.rempart.console.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The period of the top bar.
 *
 * @param key as in the address: {@code 1h}, {@code 24h}, {@code 7d}, {@code 30d}, {@code 90d}, {@code 365d}, a pair of days
 *     {@code 2026-11-01..2026-11-07} (both included), a pair of moments {@code 2026-11-01T09:00..2026-11-01T12:00} (the second
 *     one excluded); empty for all
 * @param from inclusive; null for open
 * @param to exclusive; null for open
 */
public record TimeRange(
        String key, @Nullable Instant from, @Nullable Instant to) {
    /** The lengths that the list of the top bar offers, as their keys. */
    public static final List<String> KEYS = List.of("1h", "24h", "7d", "30d", "90d", "365d");

    private static final Map<String, Duration> LENGTHS = Map.of(
            "1h",
            Duration.ofHours(1),
            "24h",
            Duration.ofHours(24),
            "7d",
            Duration.ofDays(7),
            "30d",
            Duration.ofDays(30),
            "90d",
            Duration.ofDays(90),
            "365d",
            Duration.ofDays(365));
    static final TimeRange ALL = new TimeRange("", null, null);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    /** The range of a key; everything when the key is none. */
    static TimeRange of(String key, Instant now, ZoneId zone) {
        Duration length = LENGTHS.get(key);
        if (length != null) {
            return new TimeRange(key, now.minus(length), null);
        }
        int dots = key.indexOf("..");
        try {
            if (dots == 10 && key.length() == 22) {
                Instant from =
                        LocalDate.parse(key.substring(0, 10)).atStartOfDay(zone).toInstant();
                Instant to = LocalDate.parse(key.substring(12))
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant();
                return from.isBefore(to) ? new TimeRange(key, from, to) : ALL;
            } else if (dots == 16 && key.length() == 34) {
                Instant from = moment(key.substring(0, 16), zone);
                Instant to = moment(key.substring(18), zone);
                return from.isBefore(to) ? new TimeRange(key, from, to) : ALL;
            }
            return ALL;
        } catch (DateTimeException e) {
            return ALL;
        }
    }

    private static Instant moment(String text, ZoneId zone) {
        return LocalDateTime.parse(text, MOMENT).atZone(zone).toInstant();
    }

    /** A moment as a key writes it. */
    static String momentKey(Instant moment, ZoneId zone) {
        return MOMENT.format(moment.atZone(zone));
    }

    /** The key of a pair of moments. */
    static String keyOf(Instant from, Instant to, ZoneId zone) {
        return momentKey(from, zone) + ".." + momentKey(to, zone);
    }

    public boolean isAll() {
        return key.isEmpty();
    }

    /** Whether it is a pair of days or moments, which the list of the top bar doesn't offer by itself. */
    public boolean isDays() {
        return key.contains("..");
    }

    /** The range with both ends: what is open begins at 1970, and ends at the hour that runs now. */
    Period period(Instant now) {
        Instant end = to == null ? now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS) : to;
        Instant begin = from == null
                ? Instant.EPOCH
                : to == null ? from.plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.HOURS) : from;
        return new Period(begin.isBefore(end) ? begin : end.minus(1, ChronoUnit.HOURS), end);
    }
}
