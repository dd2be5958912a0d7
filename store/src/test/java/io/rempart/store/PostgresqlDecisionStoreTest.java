package io.rempart.store;

import io.rempart.events.decision.DecisionStore;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.DatabaseServer;
import io.rempart.testkit.DecisionStoreContract;
import org.junit.jupiter.api.AfterEach;

class PostgresqlDecisionStoreTest extends DecisionStoreContract {
    private EventStore store;

    @Override
    protected DecisionStore open() {
        store = EventStores.open(DatabaseServer.postgresql().newDatabase());
        return EventStores.decisions(store);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
