package io.rempart.console;

import io.rempart.events.account.AccountStore;

/** Gives tests of other packages the stores of this one. */
public final class StoresForTests {
    private StoresForTests() {}

    public static AccountStore accounts() {
        return new MemoryStore();
    }
}
