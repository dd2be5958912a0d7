package io.rempart.events.model;

import inet.ipaddr.IPAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom an event is attributed to.
 *
 * @param client the source: the address behind trusted proxies, IPv4-mapped IPv6 made IPv4; null where none can be read
 * @param behindProxy true when {@code client} was taken from a forwarding header and differs from the event's peer
 * @param country ISO 3166-1 alpha-2, empty where not known
 * @param asn number of the autonomous system, 0 where not known
 * @param organisation of the autonomous system, empty where not known
 */
public record Attribution(
        @Nullable IPAddress client, boolean behindProxy, String country, long asn, String organisation) {}
