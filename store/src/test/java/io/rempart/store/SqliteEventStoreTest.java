package io.rempart.store;

import io.rempart.events.store.EventStore;
import io.rempart.testkit.EventStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventStoreTest extends EventStoreContract {
    @TempDir
    Path directory;

    @Override
    protected EventStore open() {
        return EventStores.open(directory);
    }
}
