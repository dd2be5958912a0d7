package io.rempart.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the database has them: microseconds and hours since 1970, bounded to the years 0 to 9999. */
final class Times {
    static final long MICROS_PER_HOUR = 3_600_000_000L;
    static final long LEAST = -62_167_219_200_000_000L;
    static final long GREATEST = 253_402_300_799_999_999L;
    private static final Instant FIRST = Instant.ofEpochSecond(LEAST / 1_000_000);
    private static final Instant LAST = Instant.ofEpochSecond(GREATEST / 1_000_000);

    private Times() {}

    static long micros(Instant time) {
        if (time.isBefore(FIRST)) {
            return LEAST;
        }
        if (time.isAfter(LAST)) {
            return GREATEST;
        }
        // Not ChronoUnit.MICROS.between, which counts nanoseconds on its way and ends in the year 2262.
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static @Nullable Instant instantOrNull(@Nullable Long micros) {
        return micros == null ? null : instant(micros);
    }

    static long hour(long micros) {
        return Math.floorDiv(micros, MICROS_PER_HOUR);
    }

    static long day(long micros) {
        return Math.floorDiv(micros, MICROS_PER_HOUR * 24);
    }

    static long week(long micros) {
        return Math.floorDiv(hour(micros), 168);
    }

    static long startOfHour(long hour) {
        return hour * MICROS_PER_HOUR;
    }
}
