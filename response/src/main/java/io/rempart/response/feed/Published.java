package io.rempart.response.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A block as others are told of it.
 *
 * @param first number of the first announcement that is remembered: who was told less far never heard of it
 * @param number of its last announcement, or of its end; each change has its own, rising
 * @param until when it ends by itself; null for never
 * @param announced the end that others were told: at most {@link PublishedDecisions#LONGEST} after it was announced
 * @param origin {@code cscli} for people, {@code crowdsec} for policies, as the bouncers' protocol calls them
 * @param goneAt when it ended; null while it stands
 */
public record Published(
        long first,
        long number,
        Scope scope,
        String value,
        @Nullable Instant until,
        Instant announced,
        String origin,
        String scenario,
        @Nullable Instant goneAt) {
    /** What a value is. The keys are those of the bouncers' protocol. */
    public enum Scope {
        IP("Ip"),
        RANGE("Range"),
        AS("AS"),
        COUNTRY("Country");

        private final String key;

        Scope(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    boolean stands() {
        return goneAt == null;
    }

    Published gone(long change, Instant now) {
        return new Published(first, change, scope, value, until, announced, origin, scenario, now);
    }
}
