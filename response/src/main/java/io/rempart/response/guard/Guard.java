package io.rempart.response.guard;

import java.util.Locale;
import java.util.Optional;

/** Why an address must not be blocked. The keys are shown, sent and translated: never rename one. */
public enum Guard {
    /** Loopback, link-local, multicast, unspecified: no visitor comes from there. */
    SPECIAL_RANGE,
    /** An address of this machine. */
    OWN_ADDRESS,
    /** The machine's way out. */
    GATEWAY,
    /** A name server this machine asks. */
    DNS_SERVER,
    /** A proxy whose word is believed: everybody comes from its address. */
    TRUSTED_PROXY,
    /** Private ranges (RFC 1918, RFC 6598, RFC 4193), unless a person asked for it. */
    PRIVATE_RANGE,
    /** Who administers this machine, or this console. */
    ADMINISTRATOR,
    /** What a person said is never to be blocked. */
    ALLOW_LIST,
    /** A search engine's robot whose address was confirmed. */
    VERIFIED_CRAWLER,
    /** A content delivery network through which visitors come. */
    CDN,
    /** Wider than anybody means: more than a /8 of IPv4 or a /16 of IPv6 at once. */
    TOO_WIDE;

    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Guard> ofKey(String key) {
        for (Guard guard : values()) {
            if (guard.key().equals(key)) {
                return Optional.of(guard);
            }
        }
        return Optional.empty();
    }
}
