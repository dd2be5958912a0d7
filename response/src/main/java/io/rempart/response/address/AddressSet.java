package io.rempart.response.address;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of addresses of both families, kept as the fewest spans in rising order: what overlaps or touches is merged, what is
 * taken out splits. Immutable.
 */
public final class AddressSet {
    public static final AddressSet EMPTY = new AddressSet(List.of());
    private static final AddressSet IPV4_AS_IPV6 = new AddressSet(List.of(new Span(Bits.FIRST_IPV4, Bits.LAST_IPV4)));

    private final List<Span> spans;

    private AddressSet(List<Span> spans) {
        this.spans = spans;
    }

    public static AddressSet of(Collection<Span> spans) {
        if (spans.isEmpty()) {
            return EMPTY;
        }
        if (spans.size() == 1) {
            return new AddressSet(List.copyOf(spans));
        }
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparing(Span::first));
        List<Span> merged = new ArrayList<>(sorted.size());
        Span current = sorted.get(0);
        for (Span span : sorted.subList(1, sorted.size())) {
            boolean touches = current.last().equals(Bits.GREATEST)
                    || span.first().compareTo(current.last().next()) <= 0;
            if (!touches) {
                merged.add(current);
                current = span;
            } else if (span.last().compareTo(current.last()) > 0) {
                current = new Span(current.first(), span.last());
            }
        }
        merged.add(current);
        return new AddressSet(List.copyOf(merged));
    }

    public static AddressSet of(Target.Range range) {
        AddressSet set = new AddressSet(List.of(Span.of(range)));
        // A wide block of IPv6 holds the numbers that stand for IPv4 here, and means none of them.
        return range.first().isIPv6() ? set.minus(IPV4_AS_IPV6) : set;
    }

    /** Addresses and blocks. */
    public static AddressSet ofBlocks(Collection<? extends IPAddress> blocks) {
        List<Span> spans = new ArrayList<>(blocks.size());
        for (IPAddress block : blocks) {
            spans.addAll(of(Target.Range.of(block)).spans);
        }
        return of(spans);
    }

    /** Addresses and blocks as text, known to be right. */
    public static AddressSet ofKnown(String... blocks) {
        List<Span> spans = new ArrayList<>(blocks.length);
        for (String block : blocks) {
            spans.add(Span.known(block));
        }
        return of(spans);
    }

    public List<Span> spans() {
        return spans;
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    public AddressSet plus(AddressSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        List<Span> all = new ArrayList<>(spans.size() + other.spans.size());
        all.addAll(spans);
        all.addAll(other.spans);
        return of(all);
    }

    /** What is in this set and not in the other. */
    public AddressSet minus(AddressSet other) {
        if (!intersects(other)) {
            return this;
        }
        List<Span> left = new ArrayList<>(spans.size() + 4);
        for (Span span : spans) {
            Bits from = span.first();
            boolean isLeft = true;
            for (int i = other.firstNotBefore(from); i < other.spans.size(); i++) {
                Span hole = other.spans.get(i);
                if (hole.first().compareTo(span.last()) > 0) {
                    break;
                }
                if (hole.first().compareTo(from) > 0) {
                    left.add(new Span(from, hole.first().previous()));
                }
                if (hole.last().compareTo(span.last()) >= 0) {
                    isLeft = false;
                    break;
                }
                from = hole.last().next();
            }
            if (isLeft) {
                left.add(new Span(from, span.last()));
            }
        }
        return new AddressSet(List.copyOf(left));
    }

    /** What is in both. */
    public AddressSet and(AddressSet other) {
        return minus(minus(other));
    }

    public boolean intersects(AddressSet other) {
        AddressSet few = spans.size() <= other.spans.size() ? this : other;
        AddressSet many = few == this ? other : this;
        for (Span span : few.spans) {
            int i = many.firstNotBefore(span.first());
            if (i < many.spans.size() && many.spans.get(i).first().compareTo(span.last()) <= 0) {
                return true;
            }
        }
        return false;
    }

    public boolean containsAll(AddressSet other) {
        return other.minus(this).isEmpty();
    }

    public boolean contains(IPAddress address) {
        Bits bits = Bits.of(address);
        int i = firstNotBefore(bits);
        return i < spans.size() && spans.get(i).contains(bits);
    }

    /** The fewest prefixes that are this set, in rising order. */
    public List<Prefix> prefixes() {
        List<Prefix> prefixes = new ArrayList<>(spans.size());
        for (Span span : spans) {
            // The families are split where their numbers touch.
            Bits from = span.first();
            if (from.compareTo(Bits.FIRST_IPV4) < 0 && span.last().compareTo(Bits.FIRST_IPV4) >= 0) {
                addPrefixes(from, Bits.FIRST_IPV4.previous(), prefixes);
                from = Bits.FIRST_IPV4;
            }
            if (from.compareTo(Bits.LAST_IPV4) <= 0 && span.last().compareTo(Bits.LAST_IPV4) > 0) {
                addPrefixes(from, Bits.LAST_IPV4, prefixes);
                from = Bits.LAST_IPV4.next();
            }
            addPrefixes(from, span.last(), prefixes);
        }
        return prefixes;
    }

    private static void addPrefixes(Bits first, Bits last, List<Prefix> into) {
        Bits from = first;
        while (true) {
            int length = from.shortestPrefixHere();
            if (from.isIpv4()) {
                length = Math.max(length, 96);
            }
            while (from.lastOfPrefix(length).compareTo(last) > 0) {
                length++;
            }
            into.add(new Prefix(from, length));
            Bits end = from.lastOfPrefix(length);
            if (end.compareTo(last) >= 0) {
                return;
            }
            from = end.next();
        }
    }

    /** Index of the first span that ends at this address or later. */
    private int firstNotBefore(Bits address) {
        int low = 0;
        int high = spans.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans.get(middle).last().compareTo(address) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressSet set && set.spans.equals(spans);
    }

    @Override
    public int hashCode() {
        return spans.hashCode();
    }

    @Override
    public String toString() {
        return spans.toString();
    }
}
