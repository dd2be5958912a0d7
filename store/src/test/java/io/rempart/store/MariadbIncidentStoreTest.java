package io.rempart.store;

import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.testkit.DatabaseServer;
import io.rempart.testkit.IncidentStoreContract;

class MariadbIncidentStoreTest extends IncidentStoreContract {
    @Override
    protected EventStore open() {
        return EventStores.open(DatabaseServer.mariadb().newDatabase());
    }

    @Override
    protected IncidentStore incidents(EventStore store) {
        return EventStores.incidents(store);
    }
}
