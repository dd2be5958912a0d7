package io.rempart.store;

import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv6.IPv6Address;
import org.jspecify.annotations.Nullable;

/** Addresses as 16 bytes: IPv4 as {@code ::ffff:a.b.c.d} (RFC 4291, 2.5.5.2), so that a block is a range of bytes. */
final class Addresses {
    private Addresses() {}

    static byte @Nullable [] bytes(@Nullable IPAddress address) {
        return address == null ? null : widened(address.getLower().getBytes());
    }

    static byte[] lowest(IPAddress block) {
        return widened(block.toPrefixBlock().getLower().getBytes());
    }

    static byte[] highest(IPAddress block) {
        return widened(block.toPrefixBlock().getUpper().getBytes());
    }

    /** Whether the bytes of a block of IPv6 also hold those of IPv4 addresses, which it does not contain. */
    static boolean coversIpv4(IPAddress block) {
        return block.isIPv6()
                && block.getPrefixLength() != null
                && block.toPrefixBlock().contains(new inet.ipaddr.IPAddressString("::ffff:0.0.0.0").getAddress());
    }

    static byte[] lowestIpv4() {
        return widened(new byte[4]);
    }

    static byte[] highestIpv4() {
        return widened(new byte[] {-1, -1, -1, -1});
    }

    /** The bytes that addresses of the same network share: /24 of IPv4, /64 of IPv6. */
    static byte[] network(byte[] client) {
        return java.util.Arrays.copyOf(client, isIpv4(client) ? 15 : 8);
    }

    /** The network of {@link #network}. */
    static IPAddress ofNetwork(byte[] network) {
        IPAddress lowest = java.util.Objects.requireNonNull(address(java.util.Arrays.copyOf(network, 16)));
        return lowest.setPrefixLength(lowest.isIPv4() ? 24 : 64, false).toPrefixBlock();
    }

    private static boolean isIpv4(byte[] client) {
        for (int i = 0; i < 10; i++) {
            if (client[i] != 0) {
                return false;
            }
        }
        return client[10] == -1 && client[11] == -1;
    }

    static @Nullable IPAddress address(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        IPv6Address address = new IPv6Address(bytes);
        return address.isIPv4Mapped() ? address.getEmbeddedIPv4Address() : address;
    }

    private static byte[] widened(byte[] bytes) {
        if (bytes.length == 16) {
            return bytes;
        }
        byte[] wide = new byte[16];
        wide[10] = (byte) 0xFF;
        wide[11] = (byte) 0xFF;
        System.arraycopy(bytes, 0, wide, 12, 4);
        return wide;
    }
}
