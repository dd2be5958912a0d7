package io.rempart.store;

import io.rempart.events.account.AccountStore;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.AccountStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteAccountStoreTest extends AccountStoreContract {
    @TempDir
    Path directory;

    private EventStore store;

    @Override
    protected AccountStore open() {
        store = EventStores.open(directory.toString());
        return EventStores.accounts(store);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
