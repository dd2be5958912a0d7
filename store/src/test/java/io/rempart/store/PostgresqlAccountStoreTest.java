package io.rempart.store;

import io.rempart.events.account.AccountStore;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.AccountStoreContract;
import io.rempart.testkit.DatabaseServer;
import org.junit.jupiter.api.AfterEach;

class PostgresqlAccountStoreTest extends AccountStoreContract {
    private EventStore store;

    @Override
    protected AccountStore open() {
        store = EventStores.open(DatabaseServer.postgresql().newDatabase());
        return EventStores.accounts(store);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
