package io.rempart.response.guard;

import inet.ipaddr.IPAddress;
import io.rempart.response.address.AddressSet;
import java.util.List;

/** Addresses that the configuration names: trusted proxies, ranges of content delivery networks. Immutable. */
public record ListedGuards(Guard guard, AddressSet addresses, String detail) implements GuardSource {
    public static ListedGuards of(Guard guard, List<? extends IPAddress> blocks, String detail) {
        return new ListedGuards(guard, AddressSet.ofBlocks(blocks), detail);
    }

    @Override
    public List<GuardedAddresses> guarded() {
        return addresses.isEmpty() ? List.of() : List.of(new GuardedAddresses(guard, addresses, detail));
    }
}
