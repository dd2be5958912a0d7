package io.rempart.store;

import io.rempart.events.store.EventStore;
import io.rempart.testkit.DatabaseServer;
import io.rempart.testkit.EventStoreContract;

class PostgresqlEventStoreTest extends EventStoreContract {
    @Override
    protected EventStore open() {
        return EventStores.open(DatabaseServer.postgresql().newDatabase());
    }
}
