package io.rempart.store;

import io.rempart.events.store.EventStore;
import io.rempart.events.store.StatisticsStore;
import io.rempart.testkit.StatisticsStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStatisticsStoreTest extends StatisticsStoreContract {
    @TempDir
    Path directory;

    @Override
    protected EventStore open() {
        return EventStores.open(directory);
    }

    @Override
    protected StatisticsStore statistics(EventStore store) {
        return EventStores.statistics(store);
    }
}
