package io.rempart.response.decision;

import io.rempart.events.decision.Target;
import io.rempart.response.address.AddressSet;
import java.util.Optional;

/** Knows the addresses of networks (ASN) and countries. Thread-safe. */
public interface NetworkDirectory {
    /** Knows nothing. */
    NetworkDirectory NONE = target -> Optional.empty();

    /**
     * The addresses of a target; those of a range are itself. Empty when there is no database for it; an empty set when the
     * database has none of it.
     */
    Optional<AddressSet> addressesOf(Target target);
}
