package io.rempart.response.guard;

import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Bits;
import io.rempart.response.address.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that must not be blocked, at one moment. Immutable. */
public final class Guards {
    private static final List<GuardedAddresses> BUILT_IN = List.of(
            new GuardedAddresses(
                    Guard.SPECIAL_RANGE,
                    AddressSet.ofKnown(
                            "0.0.0.0/8",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "224.0.0.0/3",
                            "::/128",
                            "::1/128",
                            "fe80::/10",
                            "ff00::/8"),
                    ""),
            new GuardedAddresses(
                    Guard.PRIVATE_RANGE,
                    AddressSet.ofKnown("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"),
                    ""));
    private static final int WIDEST_IPV4 = 24;
    private static final int WIDEST_IPV6 = 112;

    private final List<GuardedAddresses> all;
    private final AddressSet always;
    private final AddressSet unlessAsked;

    private Guards(List<GuardedAddresses> all) {
        this.all = all;
        this.always = union(all, true);
        this.unlessAsked = always.plus(union(all, false));
    }

    /** The ranges that nobody may block, and these. */
    public static Guards of(List<GuardedAddresses> guarded) {
        List<GuardedAddresses> all = new ArrayList<>(BUILT_IN);
        all.addAll(guarded);
        return new Guards(List.copyOf(all));
    }

    private static AddressSet union(List<GuardedAddresses> guarded, boolean always) {
        List<Span> spans = new ArrayList<>();
        for (GuardedAddresses addresses : guarded) {
            if (always != (addresses.guard() == Guard.PRIVATE_RANGE)) {
                spans.addAll(addresses.addresses().spans());
            }
        }
        return AddressSet.of(spans);
    }

    public List<GuardedAddresses> all() {
        return all;
    }

    /** What of these may be blocked: the guarded ones are taken out, ranges are split around them. */
    public AddressSet allowed(AddressSet addresses, boolean evenPrivate) {
        AddressSet left = addresses.minus(evenPrivate ? always : unlessAsked);
        return widest(left).isEmpty() ? left : left.minus(AddressSet.of(widest(left)));
    }

    /** What is in the way of blocking these, the first reason for each part; empty when nothing is. */
    public List<GuardedAddresses> inTheWay(AddressSet addresses, boolean evenPrivate) {
        List<GuardedAddresses> inTheWay = new ArrayList<>();
        for (GuardedAddresses guarded : all) {
            if (guarded.guard() == Guard.PRIVATE_RANGE && evenPrivate) {
                continue;
            }
            if (guarded.addresses().intersects(addresses)) {
                inTheWay.add(new GuardedAddresses(
                        guarded.guard(), guarded.addresses().and(addresses), guarded.detail()));
            }
        }
        List<Span> tooWide = widest(addresses);
        if (!tooWide.isEmpty()) {
            inTheWay.add(new GuardedAddresses(Guard.TOO_WIDE, AddressSet.of(tooWide), ""));
        }
        return inTheWay;
    }

    /** The guard because of which nothing of these may be blocked; empty when something may. */
    public Optional<GuardedAddresses> refusal(AddressSet addresses, boolean evenPrivate) {
        if (!allowed(addresses, evenPrivate).isEmpty()) {
            return Optional.empty();
        }
        return inTheWay(addresses, evenPrivate).stream().findFirst();
    }

    private static List<Span> widest(AddressSet addresses) {
        List<Span> tooWide = new ArrayList<>();
        for (Span span : addresses.spans()) {
            int bits = span.first().isIpv4() && span.last().isIpv4() ? WIDEST_IPV4 : WIDEST_IPV6;
            if (sizeBits(span) > bits) {
                tooWide.add(span);
            }
        }
        return tooWide;
    }

    /** The least n for which the span has no more than 2^n addresses. */
    private static int sizeBits(Span span) {
        Bits first = span.first();
        Bits last = span.last();
        // last - first, in 128 bits.
        long low = last.low() - first.low();
        long borrow = Long.compareUnsigned(last.low(), first.low()) < 0 ? 1 : 0;
        long high = last.high() - first.high() - borrow;
        return high != 0 ? 128 - Long.numberOfLeadingZeros(high) : 64 - Long.numberOfLeadingZeros(low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Guards guards && guards.always.equals(always) && guards.unlessAsked.equals(unlessAsked);
    }

    @Override
    public int hashCode() {
        return always.hashCode();
    }
}
