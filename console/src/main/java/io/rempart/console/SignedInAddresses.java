package io.rempart.console;

import inet.ipaddr.IPAddress;
import java.util.Set;

/** Where the people who may decide are signed in from, now: what must never be blocked. Thread-safe. */
public interface SignedInAddresses {
    /** Addresses of the present sessions of analysts and administrators. */
    Set<IPAddress> now();
}
