package io.rempart.response.block;

import io.rempart.response.address.AddressSet;
import java.time.Instant;

/**
 * A list of others, as the firewall needs it. It is told beside the decisions and apart from them: a feed of 100,000 ranges is
 * one thing that is there or not.
 *
 * @param name of the feed: small letters, digits and hyphens
 * @param version changes with the addresses or the end; has no blanks; empty when the feed is not wanted any more
 * @param until when it ends unless it is told again
 */
public record WantedFeed(String name, String version, AddressSet addresses, Instant until) {
    /** At most so many ranges in one feed. */
    public static final int MOST_SPANS = 250_000;
    /** At most so many feeds. */
    public static final int MOST_FEEDS = 50;

    /** Says that this feed is not wanted any more. */
    public static WantedFeed none(String name) {
        return new WantedFeed(name, "", AddressSet.EMPTY, Instant.EPOCH);
    }

    /** Whether it is wanted at all. */
    public boolean isWanted() {
        return !version.isEmpty();
    }
}
