package io.rempart.console.page;

import java.time.Duration;
import java.time.Instant;

/**
 * A period with both ends.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Period(Instant from, Instant to) {
    public Duration length() {
        return Duration.between(from, to);
    }

    /** The period of the same length that ends where this one begins. */
    Period before() {
        return new Period(from.minus(length()), from);
    }

    /** The bucket of a picture with some dozens of bars, in hours: what roll-ups can be counted by. */
    int bucketHours() {
        long hours = Math.max(1, length().toHours());
        for (int bucket : new int[] {1, 2, 3, 6, 12, 24}) {
            if (hours <= bucket * 50L) {
                return bucket;
            }
        }
        return hours <= 24 * 100L ? 24 : 24 * 7;
    }
}
