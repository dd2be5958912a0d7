package io.rempart.response.feed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A list of others, as configured.
 *
 * @param name small letters, digits and hyphens, at most 40
 * @param interval how often it is asked for
 * @param expiry how long a list is enforced after it was last known to be current
 * @param mostEntries a longer list is refused
 * @param mostBytes a larger one is refused, unpacked as well
 * @param sizeFactor a list that is so many times shorter or longer than the last one is refused; 0 for any size
 * @param widestIpv4 prefix length of the widest range of IPv4; a list with a wider one is refused
 * @param widestIpv6 the same for IPv6
 */
public record FeedSettings(
        String name,
        Source source,
        Action action,
        Duration interval,
        Duration expiry,
        int mostEntries,
        long mostBytes,
        int sizeFactor,
        int widestIpv4,
        int widestIpv6) {
    public static final int MOST_ENTRIES = 100_000;
    public static final long MOST_BYTES = 16L << 20;
    public static final int SIZE_FACTOR = 4;
    public static final int WIDEST_IPV4 = 8;
    public static final int WIDEST_IPV6 = 19;

    /** What is done with it. */
    public enum Action {
        /** Its addresses are blocked. */
        BLOCK,
        /** Its addresses are marked where a source is shown. */
        LABEL
    }

    /** Where it comes from. */
    public sealed interface Source {
        /** Tells it apart from others; what was kept of another is not used. */
        String toText();
    }

    /** @param url http or https */
    public record Web(URI url) implements Source {
        @Override
        public String toText() {
            return url.toString();
        }
    }

    public record Disk(Path file) implements Source {
        @Override
        public String toText() {
            return file.toString();
        }
    }

    /**
     * AbuseIPDB's blacklist.
     *
     * @param confidence least score, 25 to 100
     * @param limit most addresses
     * @param ipVersion 4 or 6; 0 for both
     */
    public record Blacklist(int confidence, int limit, int ipVersion) implements Source {
        @Override
        public String toText() {
            return "abuseipdb blacklist " + confidence + " " + limit + " " + ipVersion;
        }
    }

    /** With the usual limits. */
    public static FeedSettings of(String name, Source source, Action action, Duration interval, Duration expiry) {
        return new FeedSettings(
                name,
                source,
                action,
                interval,
                expiry,
                MOST_ENTRIES,
                MOST_BYTES,
                SIZE_FACTOR,
                WIDEST_IPV4,
                WIDEST_IPV6);
    }
}
