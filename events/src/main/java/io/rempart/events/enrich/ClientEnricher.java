package io.rempart.events.enrich;

import inet.ipaddr.IPAddress;
import io.rempart.events.ingest.LogSource;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client behind proxies, and where it is. Thread-safe.
 *
 * <p>We walk from the peer of the connection to the left through the forwarding header, for as long as the hop we stand on is a
 * proxy that the log source trusts: what a trusted proxy wrote is true, what stands left of it was only told to it. So a client
 * can't choose its address by sending the header itself. An entry that is no address ends the walk at the hop that wrote it.
 * The peer stays in the event: both addresses are kept.
 */
public final class ClientEnricher implements Enricher {
    private final List<ForwardingHeader> headers;
    private final GeoLookup geo;

    /** With {@code X-Forwarded-For} alone. */
    public ClientEnricher(GeoLookup geo) {
        this(List.of(ForwardingHeader.X_FORWARDED_FOR), geo);
    }

    /** @param headers those believed; the first that a request has is used */
    public ClientEnricher(List<ForwardingHeader> headers, GeoLookup geo) {
        this.headers = List.copyOf(headers);
        this.geo = geo;
    }

    @Override
    public Attribution attribute(Event event, LogSource logSource) {
        IPAddress peer = normalised(event.peer());
        IPAddress client = peer == null ? null : client(peer, event, logSource.trustedProxies());
        GeoLookup.Place place = client == null ? GeoLookup.Place.UNKNOWN : geo.find(client);
        return new Attribution(
                client, client != null && !client.equals(peer), place.country(), place.asn(), place.organisation());
    }

    private IPAddress client(IPAddress peer, Event event, List<IPAddress> trusted) {
        if (trusted.isEmpty() || !isTrusted(peer, trusted)) {
            return peer;
        }
        for (ForwardingHeader header : headers) {
            List<ByteText> lines = lines(event, header.headerName());
            if (!lines.isEmpty()) {
                return walk(peer, header.hops(lines), trusted);
            }
        }
        return peer;
    }

    private static IPAddress walk(IPAddress peer, List<String> hops, List<IPAddress> trusted) {
        IPAddress client = peer;
        for (String hop : hops) {
            IPAddress address = ForwardingHeader.address(hop);
            if (address == null) {
                return client;
            }
            client = address;
            if (!isTrusted(client, trusted)) {
                return client;
            }
        }
        return client;
    }

    private static List<ByteText> lines(Event event, String name) {
        List<ByteText> lines = new ArrayList<>(1);
        for (HeaderField field : event.request().headers()) {
            if (field.name().length() == name.length()
                    && field.name().toLatin1().equalsIgnoreCase(name)) {
                lines.add(field.value());
            }
        }
        return lines;
    }

    private static boolean isTrusted(IPAddress address, List<IPAddress> trusted) {
        for (IPAddress proxies : trusted) {
            IPAddress block = proxies.isPrefixed() ? proxies.toPrefixBlock() : proxies;
            if (block.getIPVersion() == address.getIPVersion() && block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable IPAddress normalised(@Nullable IPAddress address) {
        return address != null && address.isIPv6() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
    }
}
