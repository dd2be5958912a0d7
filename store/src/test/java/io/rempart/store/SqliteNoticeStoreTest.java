package io.rempart.store;

import io.rempart.events.notice.NoticeStore;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.NoticeStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteNoticeStoreTest extends NoticeStoreContract {
    @TempDir
    Path directory;

    private EventStore store;

    @Override
    protected NoticeStore open() {
        store = EventStores.open(directory.toString());
        return EventStores.notices(store);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
