package io.rempart.store;

import io.rempart.events.report.ReportStore;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.ReportStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteReportStoreTest extends ReportStoreContract {
    @TempDir
    Path directory;

    private EventStore store;

    @Override
    protected ReportStore open() {
        store = EventStores.open(directory.toString());
        return EventStores.reports(store);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
