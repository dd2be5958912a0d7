package io.rempart.response.guard;

import inet.ipaddr.IPAddress;
import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.StoreException;
import io.rempart.response.address.AddressSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Content delivery networks through which visitors come: when one of its addresses was the peer of a recent event, all of its
 * ranges are guarded for seven days, since to the firewall every visitor is that peer. Looks at the newest {@value #LOOKED_AT}
 * events once a minute. Thread-safe.
 *
 * <p>Ranges as the networks publish them (cloudflare.com/ips, api.fastly.com/public-ip-list); more are configured.
 */
public final class CdnGuards implements GuardSource {
    private static final int LOOKED_AT = 2_000;
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    static final AddressSet CLOUDFLARE = AddressSet.ofKnown(
            "173.245.48.0/20",
            "103.21.244.0/22",
            "103.22.200.0/22",
            "103.31.4.0/22",
            "141.101.64.0/18",
            "108.162.192.0/18",
            "190.93.240.0/20",
            "188.114.96.0/20",
            "197.234.240.0/22",
            "198.41.128.0/17",
            "162.158.0.0/15",
            "104.16.0.0/13",
            "104.24.0.0/14",
            "172.64.0.0/13",
            "131.0.72.0/22",
            "2400:cb00::/32",
            "2606:4700::/32",
            "2803:f800::/32",
            "2405:b500::/32",
            "2405:8100::/32",
            "2a06:98c0::/29",
            "2c0f:f248::/32");
    static final AddressSet FASTLY = AddressSet.ofKnown(
            "23.235.32.0/20",
            "43.249.72.0/22",
            "103.244.50.0/24",
            "103.245.222.0/23",
            "103.245.224.0/24",
            "104.156.80.0/20",
            "140.248.64.0/18",
            "140.248.128.0/17",
            "146.75.0.0/17",
            "151.101.0.0/16",
            "157.52.64.0/18",
            "167.82.0.0/17",
            "167.82.128.0/20",
            "167.82.160.0/20",
            "167.82.224.0/20",
            "172.111.64.0/18",
            "185.31.16.0/22",
            "199.27.72.0/21",
            "199.232.0.0/16",
            "2a04:4e40::/32",
            "2a04:4e42::/32");

    private final EventStore events;
    private final Clock clock;
    private final Map<String, AddressSet> networks;
    private final Map<String, Instant> seen = new LinkedHashMap<>();
    private Instant again = Instant.MIN;

    /** @param configured ranges of other networks, or new ones of these */
    public CdnGuards(EventStore events, List<IPAddress> configured, Clock clock) {
        this.events = events;
        this.clock = clock;
        this.networks = Map.of(
                "Cloudflare", CLOUDFLARE, "Fastly", FASTLY, "response.cdn-ranges", AddressSet.ofBlocks(configured));
    }

    @Override
    public synchronized List<GuardedAddresses> guarded() {
        Instant now = clock.instant();
        if (!now.isBefore(again)) {
            again = now.plus(AGAIN);
            look(now);
        }
        List<GuardedAddresses> guarded = new ArrayList<>();
        seen.forEach((name, at) -> {
            if (at.plus(REMEMBERED).isAfter(now)) {
                guarded.add(new GuardedAddresses(Guard.CDN, networks.getOrDefault(name, AddressSet.EMPTY), name));
            }
        });
        return guarded;
    }

    private void look(Instant now) {
        try {
            for (EventSummary event :
                    events.search(new Query.All(), null, LOOKED_AT, LIMIT).events()) {
                IPAddress peer = event.peer();
                if (peer != null) {
                    networks.forEach((name, addresses) -> {
                        if (addresses.contains(peer)) {
                            seen.put(name, now);
                        }
                    });
                }
            }
        } catch (StoreException e) {
            // As it was; looked at again in a minute.
        }
    }
}
