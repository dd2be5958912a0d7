package io.rempart.store;

import io.rempart.events.report.ReportStore;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.DatabaseServer;
import io.rempart.testkit.ReportStoreContract;
import org.junit.jupiter.api.AfterEach;

class PostgresqlReportStoreTest extends ReportStoreContract {
    private EventStore store;

    @Override
    protected ReportStore open() {
        store = EventStores.open(DatabaseServer.postgresql().newDatabase());
        return EventStores.reports(store);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
