package io.rempart.response.guard;

import inet.ipaddr.IPAddress;
import io.rempart.response.address.AddressSet;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the people who may decide are signed in from at this moment, whichever address they logged in from: one whose address
 * changed since is not cut off. Nobody until {@link #watch}ed. Thread-safe.
 */
public final class SignedInGuards implements GuardSource {
    private volatile Supplier<? extends Collection<IPAddress>> signedIn = List::of;

    /** @param addresses of the live sessions; asked at each look, quick */
    public void watch(Supplier<? extends Collection<IPAddress>> addresses) {
        signedIn = addresses;
    }

    @Override
    public List<GuardedAddresses> guarded() {
        List<IPAddress> now =
                signedIn.get().stream().map(IPAddress::withoutPrefixLength).toList();
        return now.isEmpty()
                ? List.of()
                : List.of(new GuardedAddresses(Guard.ADMINISTRATOR, AddressSet.ofBlocks(now), ""));
    }
}
