package io.rempart.response.feed;

import io.rempart.response.address.AddressSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with a feed. Immutable.
 *
 * @param addresses of the last good list, merged; empty when there is none
 * @param entries how many that list had
 * @param refused how many of its lines were no address
 * @param mark what tells the source which list this is
 * @param modified the same as a time, in the source's words
 * @param fetchedAt when that list came; null when there is none
 * @param currentAt when it was last known to be current; null when there is none
 * @param triedAt when it was last asked for; null when never
 * @param nextAt when it is asked for next
 * @param failures in a row
 * @param problem what was wrong the last time; null when nothing was
 */
record FeedState(
        AddressSet addresses,
        int entries,
        int refused,
        String mark,
        String modified,
        @Nullable Instant fetchedAt,
        @Nullable Instant currentAt,
        @Nullable Instant triedAt,
        Instant nextAt,
        int failures,
        @Nullable FeedProblem problem) {
    static final FeedState NEW =
            new FeedState(AddressSet.EMPTY, 0, 0, "", "", null, null, null, Instant.EPOCH, 0, null);

    FeedState renewed(Instant now, Instant next) {
        return new FeedState(addresses, entries, refused, mark, modified, fetchedAt, now, now, next, 0, null);
    }

    FeedState failed(FeedProblem why, Instant now, Instant next) {
        return new FeedState(
                addresses, entries, refused, mark, modified, fetchedAt, currentAt, now, next, failures + 1, why);
    }

    /** When it ends unless it is renewed; null when there is no list. */
    @Nullable
    Instant endsAt(FeedSettings settings) {
        return currentAt == null ? null : currentAt.plus(settings.expiry());
    }

    boolean isInForce(FeedSettings settings, Instant now) {
        Instant end = endsAt(settings);
        return end != null && end.isAfter(now) && !addresses.isEmpty();
    }
}
