package io.rempart.store;

import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.testkit.IncidentStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteIncidentStoreTest extends IncidentStoreContract {
    @TempDir
    Path directory;

    @Override
    protected EventStore open() {
        return EventStores.open(directory);
    }

    @Override
    protected IncidentStore incidents(EventStore store) {
        return EventStores.incidents(store);
    }
}
