package io.rempart.console.page;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The period of the top bar.
 *
 * @param key as in the address: {@code 1h}, {@code 24h}, {@code 7d}, {@code 30d}, {@code 2026-11-01..2026-11-07}; empty for all
 * @param from inclusive; null for open
 * @param to exclusive; null for open
 */
public record TimeRange(
        String key, @Nullable Instant from, @Nullable Instant to) {
    private static final Map<String, Duration> LENGTHS = Map.of(
            "1h",
            Duration.ofHours(1),
            "24h",
            Duration.ofHours(24),
            "7d",
            Duration.ofDays(7),
            "30d",
            Duration.ofDays(30));
    static final TimeRange ALL = new TimeRange("", null, null);

    /** The range of a key; everything when the key is none. */
    static TimeRange of(String key, Instant now, ZoneId zone) {
        Duration length = LENGTHS.get(key);
        if (length != null) {
            return new TimeRange(key, now.minus(length), null);
        }
        int dots = key.indexOf("..");
        if (dots == 10 && key.length() == 22) {
            try {
                Instant from =
                        LocalDate.parse(key.substring(0, 10)).atStartOfDay(zone).toInstant();
                Instant to = LocalDate.parse(key.substring(12))
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant();
                return from.isBefore(to) ? new TimeRange(key, from, to) : ALL;
            } catch (DateTimeException e) {
                return ALL;
            }
        }
        return ALL;
    }

    public boolean isAll() {
        return key.isEmpty();
    }

    /** Whether it is a pair of days, which the list of the top bar doesn't offer by itself. */
    public boolean isDays() {
        return key.contains("..");
    }
}
