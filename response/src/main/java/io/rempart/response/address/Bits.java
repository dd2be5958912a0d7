package io.rempart.response.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;

/** An address as an unsigned number of 128 bits; IPv4 as {@code ::ffff:a.b.c.d} (RFC 4291, 2.5.5.2). */
public record Bits(long high, long low) implements Comparable<Bits> {
    static final Bits FIRST_IPV4 = new Bits(0, 0xFFFF_0000_0000L);
    static final Bits LAST_IPV4 = new Bits(0, 0xFFFF_FFFF_FFFFL);
    static final Bits GREATEST = new Bits(-1, -1);

    /** A single address; of a block its lowest. */
    public static Bits of(IPAddress address) {
        byte[] bytes = address.getLower().getBytes();
        if (bytes.length == 4) {
            return new Bits(0, FIRST_IPV4.low | number(bytes, 0, 4));
        }
        return new Bits(number(bytes, 0, 8), number(bytes, 8, 16));
    }

    private static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number << 8 | bytes[i] & 0xFF;
        }
        return number;
    }

    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    public IPAddress toAddress() {
        return isIpv4() ? new IPv4Address((int) low) : new IPv6Address(toBytes());
    }

    private byte[] toBytes() {
        byte[] bytes = new byte[16];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >>> 56 - 8 * i);
            bytes[8 + i] = (byte) (low >>> 56 - 8 * i);
        }
        return bytes;
    }

    /** The next address; after the greatest comes the least. */
    Bits next() {
        return low == -1 ? new Bits(high + 1, 0) : new Bits(high, low + 1);
    }

    Bits previous() {
        return low == 0 ? new Bits(high - 1, -1) : new Bits(high, low - 1);
    }

    /** The last address of a prefix of this length that begins here. */
    Bits lastOfPrefix(int length) {
        if (length >= 64) {
            return length == 128 ? this : new Bits(high, low | -1L >>> length - 64);
        }
        return new Bits(length == 0 ? -1 : high | -1L >>> length, -1);
    }

    /** How long the shortest prefix is that can begin here: 128 less the zero bits at the end. */
    int shortestPrefixHere() {
        if (low != 0) {
            return 128 - Long.numberOfTrailingZeros(low);
        }
        return high == 0 ? 0 : 64 - Long.numberOfTrailingZeros(high);
    }

    @Override
    public int compareTo(Bits other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        if (isIpv4()) {
            return (low >>> 24 & 0xFF) + "." + (low >>> 16 & 0xFF) + "." + (low >>> 8 & 0xFF) + "." + (low & 0xFF);
        }
        return toAddress().toCanonicalString();
    }
}
