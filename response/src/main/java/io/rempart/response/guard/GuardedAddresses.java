package io.rempart.response.guard;

import io.rempart.response.address.AddressSet;

/**
 * Addresses that must not be blocked, and why.
 *
 * @param detail what tells it from others of the same guard: an interface, a file, a name
 */
public record GuardedAddresses(Guard guard, AddressSet addresses, String detail) {}
