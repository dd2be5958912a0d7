package io.rempart.events.read;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv4.IPv4Address;
import io.rempart.events.model.ByteText;
import org.jspecify.annotations.Nullable;

/** Reads one address as a log has it: no range, no wildcard, no name. IPv4-mapped IPv6 becomes IPv4. Stateless. */
public final class Addresses {
    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowMask(false)
            .allowPrefix(false)
            .allowSingleSegment(false)
            .allowWildcardedSeparator(false)
            .getIPv6AddressParametersBuilder()
            .allowZone(false)
            .allowBinary(false)
            .allowBase85(false)
            .getParentBuilder()
            .toParams();
    private static final int LONGEST = 64;

    private Addresses() {}

    /** The address; null when the text is none (a name, {@code -}, nothing). A zone ({@code %eth0}) is left out. */
    public static @Nullable IPAddress of(ByteText text) {
        int length = text.length();
        if (length < 2 || length > LONGEST) {
            return null;
        }
        IPv4Address plain = ipv4(text);
        if (plain != null) {
            return plain;
        }
        int colon = Texts.indexOf(text, ':', 0);
        if (colon < 0) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            int c = text.at(i);
            if (!Texts.isHex(c) && c != ':' && c != '.' && c != '[' && c != ']') {
                if (c == '%') {
                    return of(text.slice(0, i));
                }
                return null;
            }
        }
        ByteText bare = text.at(0) == '[' && text.at(length - 1) == ']' ? text.slice(1, length - 1) : text;
        try {
            IPAddress address = new IPAddressString(bare.toLatin1(), STRICT).toAddress();
            if (address == null || !address.isIPv6() || address.isMultiple()) {
                return null;
            }
            return address.toIPv6().isIPv4Mapped() ? address.toIPv6().getEmbeddedIPv4Address() : address;
        } catch (AddressStringException e) {
            return null;
        }
    }

    private static @Nullable IPv4Address ipv4(ByteText text) {
        int value = 0;
        int octet = 0;
        int digits = 0;
        int dots = 0;
        for (int i = 0, length = text.length(); i < length; i++) {
            int c = text.at(i);
            if (c == '.') {
                if (digits == 0 || ++dots > 3) {
                    return null;
                }
                value = value << 8 | octet;
                octet = 0;
                digits = 0;
            } else if (Texts.isDigit(c)) {
                octet = octet * 10 + c - '0';
                if (++digits > 3 || octet > 255) {
                    return null;
                }
            } else {
                return null;
            }
        }
        return dots == 3 && digits > 0 ? new IPv4Address(value << 8 | octet) : null;
    }
}
