package io.rempart.store;

import io.rempart.events.store.EventStore;
import io.rempart.events.store.StatisticsStore;
import io.rempart.testkit.DatabaseServer;
import io.rempart.testkit.StatisticsStoreContract;

class PostgresqlStatisticsStoreTest extends StatisticsStoreContract {
    @Override
    protected EventStore open() {
        return EventStores.open(DatabaseServer.postgresql().newDatabase());
    }

    @Override
    protected StatisticsStore statistics(EventStore store) {
        return EventStores.statistics(store);
    }
}
