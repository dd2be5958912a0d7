package io.rempart.response.guard;

import java.util.List;

/** Something that knows addresses which must not be blocked. Answers at once, from memory or this machine. Thread-safe. */
@FunctionalInterface
public interface GuardSource {
    List<GuardedAddresses> guarded();
}
