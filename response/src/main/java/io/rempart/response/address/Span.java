package io.rempart.response.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.decision.Target;
import java.util.Optional;

/** Consecutive addresses, both ends included. */
public record Span(Bits first, Bits last) {
    public Span {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("no span: " + first + " - " + last);
        }
    }

    public static Span of(Target.Range range) {
        return new Span(Bits.of(range.first()), Bits.of(range.last()));
    }

    public static Span of(IPAddress block) {
        IPAddress whole = block.isPrefixed() ? block.toPrefixBlock() : block;
        return new Span(Bits.of(whole.getLower()), Bits.of(whole.getUpper()));
    }

    /** Of an address, block or {@code first-last}; empty when the text is none. */
    public static Optional<Span> of(String text) {
        return Target.of(text).filter(Target.Range.class::isInstance).map(target -> of((Target.Range) target));
    }

    /** Of text that is known to be an address or block. */
    static Span known(String text) {
        return of(new IPAddressString(text).getAddress());
    }

    public boolean contains(Bits address) {
        return first.compareTo(address) <= 0 && last.compareTo(address) >= 0;
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }
}
