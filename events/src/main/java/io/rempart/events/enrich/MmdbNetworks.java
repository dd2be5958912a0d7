package io.rempart.events.enrich;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Reader;
import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import io.rempart.events.RempartEventsException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The ranges that MMDB files give to a country or an autonomous system. Reads the whole file each time (about a second for half
 * a million ranges): ask seldom and keep the answer. Stateless.
 */
public final class MmdbNetworks {
    private MmdbNetworks() {}

    /** @param code ISO 3166-1 alpha-2 */
    public static List<IPAddress> ofCountry(Path file, String code) {
        return matching(file, data -> code.equals(inner(inner(data, "country"), "iso_code")));
    }

    public static List<IPAddress> ofNetwork(Path file, long asn) {
        return matching(
                file,
                data -> inner(data, "autonomous_system_number") instanceof Number number && number.longValue() == asn);
    }

    private static Object inner(Object data, String name) {
        return data instanceof Map<?, ?> map && map.get(name) != null ? map.get(name) : "";
    }

    private static List<IPAddress> matching(Path file, Predicate<Object> wanted) {
        List<IPAddress> networks = new ArrayList<>();
        try (Reader reader = new Reader(file.toFile())) {
            var records = reader.networks(Map.class);
            while (records.hasNext()) {
                DatabaseRecord<?> record = records.next();
                if (record.data() != null && wanted.test(record.data())) {
                    networks.add(block(
                            record.network().networkAddress(), record.network().prefixLength()));
                }
            }
        } catch (IOException | InvalidNetworkException | RuntimeException e) {
            throw new RempartEventsException("geoip: " + file + " can't be read (" + e.getMessage() + ")", e);
        }
        return networks;
    }

    private static IPAddress block(InetAddress address, int length) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? new IPv4Address(bytes, length).toPrefixBlock()
                : new IPv6Address(bytes, length).toPrefixBlock();
    }
}
