package io.rempart.response.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.Optional;

/**
 * A block of addresses as a kernel's set has it.
 *
 * @param base its first address
 * @param length in 128 bits: an IPv4 prefix of length n is 96 + n long
 */
public record Prefix(Bits base, int length) {
    public static Prefix of(IPAddress block) {
        Integer length = block.getPrefixLength();
        IPAddress first = length == null ? block : block.toPrefixBlock().getLower();
        int bits = length == null ? first.getBitCount() : length;
        return new Prefix(Bits.of(first), first.isIPv4() ? 96 + bits : bits);
    }

    /** Of {@code 192.0.2.0/24}, {@code 2001:db8::1}; empty when the text is none. */
    public static Optional<Prefix> of(String text) {
        IPAddress address = new IPAddressString(text).getAddress();
        return address == null || address.isMultiple() && !address.isPrefixed()
                ? Optional.empty()
                : Optional.of(of(address));
    }

    public boolean isIpv4() {
        return base.isIpv4() && length >= 96;
    }

    /** As people count it: 0 to 32 for IPv4, 0 to 128 for IPv6. */
    public int familyLength() {
        return isIpv4() ? length - 96 : length;
    }

    public boolean isSingle() {
        return length == 128;
    }

    public Span span() {
        return new Span(base, base.lastOfPrefix(length));
    }

    @Override
    public String toString() {
        return isSingle() ? base.toString() : base + "/" + familyLength();
    }
}
