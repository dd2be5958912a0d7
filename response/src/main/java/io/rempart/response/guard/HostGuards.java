package io.rempart.response.guard;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import io.rempart.response.address.AddressSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this machine itself needs: its addresses, its gateways, its name servers, and who is logged in on it. Read anew each
 * time (about a millisecond). What can't be read is no error, and what was known of it before stays guarded. Thread-safe.
 *
 * <p>Sources: {@code /proc/net/route} and {@code /proc/net/ipv6_route} (proc(5)), resolv.conf(5), utmp(5).
 */
public final class HostGuards implements GuardSource {
    private static final int MOST_LINES = 4_096;
    private static final int UTMP_RECORD = 384;
    private static final int UTMP_USER_PROCESS = 7;
    private static final int UTMP_ADDRESS = 348;

    private final Path proc;
    private final List<Path> resolvers;
    private final Path utmp;
    private AddressSet own = AddressSet.EMPTY;

    public HostGuards() {
        this(
                Path.of("/proc"),
                List.of(Path.of("/etc/resolv.conf"), Path.of("/run/systemd/resolve/resolv.conf")),
                Path.of("/run/utmp"));
    }

    HostGuards(Path proc, List<Path> resolvers, Path utmp) {
        this.proc = proc;
        this.resolvers = resolvers;
        this.utmp = utmp;
    }

    @Override
    public List<GuardedAddresses> guarded() {
        return List.of(
                new GuardedAddresses(Guard.OWN_ADDRESS, own(), ""),
                new GuardedAddresses(Guard.GATEWAY, AddressSet.ofBlocks(gateways()), ""),
                new GuardedAddresses(Guard.DNS_SERVER, AddressSet.ofBlocks(nameServers()), ""),
                new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofBlocks(loggedIn()), "utmp"));
    }

    private synchronized AddressSet own() {
        List<IPAddress> addresses = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    addresses.add(address(address.getAddress()));
                }
            }
            own = AddressSet.ofBlocks(addresses);
        } catch (SocketException e) {
            // As they were.
        }
        return own;
    }

    /** Gateways of the default routes and of every other route that has one. */
    private List<IPAddress> gateways() {
        List<IPAddress> gateways = new ArrayList<>();
        for (String line : lines(proc.resolve("net/route"))) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > 3 && fields[2].matches("[0-9A-Fa-f]{8}") && !fields[2].equals("00000000")) {
                // In the byte order of the machine: that of every machine Debian still has is little endian but s390x.
                int number = Integer.parseUnsignedInt(fields[2], 16);
                gateways.add(new IPv4Address(
                        ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(number) : number));
            }
        }
        for (String line : lines(proc.resolve("net/ipv6_route"))) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length > 4 && fields[4].matches("[0-9A-Fa-f]{32}") && !fields[4].matches("0+")) {
                gateways.add(new IPv6Address(HexFormat.of().parseHex(fields[4])));
            }
        }
        return gateways;
    }

    private List<IPAddress> nameServers() {
        List<IPAddress> servers = new ArrayList<>();
        for (Path file : resolvers) {
            for (String line : lines(file)) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 1 && words[0].equals("nameserver")) {
                    IPAddress server = new IPAddressString(words[1].replaceFirst("%.*", "")).getAddress();
                    if (server != null) {
                        servers.add(server);
                    }
                }
            }
        }
        return servers;
    }

    /** Where who is logged in on this machine (over SSH) comes from. */
    private List<IPAddress> loggedIn() {
        List<IPAddress> addresses = new ArrayList<>();
        try {
            if (Files.size(utmp) > MOST_LINES * UTMP_RECORD) {
                return addresses;
            }
            ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(utmp)).order(ByteOrder.nativeOrder());
            for (int at = 0; at + UTMP_RECORD <= records.limit(); at += UTMP_RECORD) {
                if (records.getShort(at) != UTMP_USER_PROCESS) {
                    continue;
                }
                byte[] address = new byte[16];
                records.get(at + UTMP_ADDRESS, address);
                IPAddress from = utmpAddress(address);
                if (from != null) {
                    addresses.add(from);
                }
            }
        } catch (IOException e) {
            // A machine without utmp; the console's log-ins are guarded all the same.
        }
        return addresses;
    }

    /** IPv4 in the first four bytes and the rest zero, or IPv6. */
    private static @Nullable IPAddress utmpAddress(byte[] bytes) {
        boolean isFour = true;
        boolean isNone = true;
        for (int i = 0; i < 16; i++) {
            isNone &= bytes[i] == 0;
            isFour &= i < 4 || bytes[i] == 0;
        }
        if (isNone) {
            return null;
        }
        return isFour ? new IPv4Address(java.util.Arrays.copyOf(bytes, 4)) : address(bytes);
    }

    private static IPAddress address(byte[] bytes) {
        return bytes.length == 4 ? new IPv4Address(bytes) : new IPv6Address(bytes);
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.limit(MOST_LINES).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }
}
