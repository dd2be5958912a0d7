package io.rempart.store;

import io.rempart.events.decision.DecisionStore;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.DecisionStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteDecisionStoreTest extends DecisionStoreContract {
    @TempDir
    Path directory;

    private EventStore store;

    @Override
    protected DecisionStore open() {
        store = EventStores.open(directory.toString());
        return EventStores.decisions(store);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
