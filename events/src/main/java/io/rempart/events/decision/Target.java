package io.rempart.events.decision;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv6.IPv6Address;
import io.rempart.events.model.PrefixLength;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a decision is about: addresses, a network (ASN), a country, or (for what is allowed) a host name that is looked up again
 * and again. Immutable. {@link #toText} and {@link #of} are each other's inverse.
 */
public sealed interface Target {
    /** The form that is stored and shown: {@code 192.0.2.7}, {@code 2001:db8::/64}, {@code AS64500}, {@code country:FR}. */
    String toText();

    /**
     * Consecutive addresses of one family, both ends included.
     *
     * @param first the lowest, without a prefix length
     * @param last the highest, without a prefix length
     */
    record Range(IPAddress first, IPAddress last) implements Target {
        public Range {
            first = first.getLower().withoutPrefixLength();
            last = last.getUpper().withoutPrefixLength();
            if (first.isIPv4() != last.isIPv4() || first.compareTo(last) > 0) {
                throw new IllegalArgumentException("no range: " + first + " - " + last);
            }
        }

        public static Range of(IPAddress block) {
            IPAddress plain = unmapped(block);
            IPAddress whole = plain.isPrefixed() ? plain.toPrefixBlock() : plain;
            return new Range(whole.getLower(), whole.getUpper());
        }

        public boolean isSingle() {
            return first.equals(last);
        }

        /** Whether the address is one of these. */
        public boolean contains(IPAddress address) {
            IPAddress plain = unmapped(address);
            return plain.isIPv4() == first.isIPv4()
                    && first.compareTo(plain.getLower().withoutPrefixLength()) <= 0
                    && last.compareTo(plain.getUpper().withoutPrefixLength()) >= 0;
        }

        /** An IPv6 address stands for its /64, which one customer has whole; everything else for itself. */
        public Range widened() {
            return isSingle() && first.isIPv6() ? of(first.setPrefixLength(64, false)) : this;
        }

        @Override
        public String toText() {
            if (isSingle()) {
                return first.toCanonicalString();
            }
            IPAddress block = first.spanWithRange(last).coverWithPrefixBlock();
            return block.getLower().equals(first) && block.getUpper().equals(last)
                    ? block.toPrefixBlock().toCanonicalString()
                    : first.toCanonicalString() + "-" + last.toCanonicalString();
        }
    }

    /** An autonomous system. */
    record Network(long asn) implements Target {
        @Override
        public String toText() {
            return "AS" + asn;
        }
    }

    /** @param code ISO 3166-1 alpha-2, upper case */
    record Country(String code) implements Target {
        @Override
        public String toText() {
            return "country:" + code;
        }
    }

    /** A host name whose addresses change: a home with a dynamic address. Only ever allowed, never blocked. */
    record Name(String host) implements Target {
        @Override
        public String toText() {
            return host;
        }
    }

    /** Reads what a person writes; empty when it is none of these. */
    static Optional<Target> of(String text) {
        String word = text.strip();
        if (word.length() > 253) {
            return Optional.empty();
        }
        Matcher network = Syntax.NETWORK.matcher(word);
        if (network.matches()) {
            long asn = Long.parseLong(network.group(1));
            return asn > 0 && asn <= 0xFFFF_FFFFL ? Optional.of(new Network(asn)) : Optional.empty();
        }
        Matcher country = Syntax.COUNTRY.matcher(word);
        if (country.matches()) {
            return Optional.of(new Country(country.group(1).toUpperCase(Locale.ROOT)));
        }
        int dash = word.indexOf('-');
        Optional<Range> range = dash < 0
                ? address(word).map(Range::of)
                : address(word.substring(0, dash).strip())
                        .flatMap(from ->
                                address(word.substring(dash + 1).strip()).flatMap(to -> between(from, to)));
        if (range.isPresent()) {
            return Optional.of(range.get());
        }
        return Syntax.HOST.matcher(word).matches()
                        && !Syntax.NUMERIC.matcher(word).matches()
                ? Optional.of(new Name(word.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    private static Optional<Range> between(IPAddress from, IPAddress to) {
        IPAddress first = unmapped(from);
        IPAddress last = unmapped(to);
        boolean fits = first.isIPv4() == last.isIPv4()
                && !first.isPrefixed()
                && !last.isPrefixed()
                && first.compareTo(last) <= 0;
        return fits ? Optional.of(new Range(first, last)) : Optional.empty();
    }

    private static Optional<IPAddress> address(String word) {
        if (!PrefixLength.isReadable(word)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(new IPAddressString(word, Syntax.ADDRESS).toAddress());
        } catch (AddressStringException e) {
            return Optional.empty();
        }
    }

    private static IPAddress unmapped(IPAddress address) {
        if (address instanceof IPv6Address six && six.isIPv4Mapped()) {
            Integer prefix = six.getPrefixLength();
            IPAddress four = six.getEmbeddedIPv4Address();
            return prefix == null || prefix < 96 ? four : four.setPrefixLength(prefix - 96, false);
        }
        return address;
    }

    /** How targets are written. */
    final class Syntax {
        private static final Pattern NETWORK = Pattern.compile("(?i)ASN?\\s?(\\d{1,10})");
        private static final Pattern COUNTRY = Pattern.compile("(?i)(?:country|pays):([A-Z]{2})");
        private static final Pattern HOST = Pattern.compile(
                "(?=.*\\.)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)+[A-Za-z][A-Za-z0-9-]{1,62}");
        private static final Pattern NUMERIC = Pattern.compile("[0-9.:/]+");
        private static final IPAddressStringParameters ADDRESS = new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowMask(false)
                .allowWildcardedSeparator(false)
                .setRangeOptions(RangeParameters.NO_RANGE)
                .getIPv4AddressParametersBuilder()
                .allow_inet_aton(false)
                .allowLeadingZeros(false)
                .getParentBuilder()
                .getIPv6AddressParametersBuilder()
                .allowZone(false)
                .getParentBuilder()
                .toParams();

        private Syntax() {}
    }
}
