package io.rempart.events.query;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import io.rempart.events.model.PrefixLength;
import org.jspecify.annotations.Nullable;

/** Reads the addresses and blocks of searches. Stateless. */
final class QueryAddress {
    private static final int LENGTH = 50;

    private static final IPAddressStringParameters ADDRESSES = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowMask(false)
            .allowWildcardedSeparator(false)
            .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder()
            .allow_inet_aton(false)
            .getParentBuilder()
            .getIPv6AddressParametersBuilder()
            .allowZone(false)
            .getParentBuilder()
            .toParams();

    private QueryAddress() {}

    /** An address or a block, its host bits cleared; IPv4 that is mapped into IPv6 is IPv4. */
    static @Nullable IPAddress of(String text) {
        if (text.isEmpty()
                || text.length() > LENGTH
                || (text.indexOf('.') < 0 && text.indexOf(':') < 0)
                || !PrefixLength.isReadable(text)) {
            return null;
        }
        try {
            IPAddress address = new IPAddressString(text, ADDRESSES).toAddress();
            if (address == null) {
                return null;
            }
            if (address.isIPv6() && address.toIPv6().isIPv4Mapped()) {
                Integer prefix = address.getPrefixLength();
                IPAddress embedded = address.toIPv6().getEmbeddedIPv4Address().withoutPrefixLength();
                return prefix == null || prefix < 96
                        ? embedded
                        : embedded.setPrefixLength(prefix - 96, false).toPrefixBlock();
            }
            return address.getPrefixLength() == null ? address : address.toPrefixBlock();
        } catch (AddressStringException | inet.ipaddr.IncompatibleAddressException e) {
            return null;
        }
    }
}
