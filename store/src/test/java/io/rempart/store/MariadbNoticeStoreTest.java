package io.rempart.store;

import io.rempart.events.notice.NoticeStore;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.DatabaseServer;
import io.rempart.testkit.NoticeStoreContract;
import org.junit.jupiter.api.AfterEach;

class MariadbNoticeStoreTest extends NoticeStoreContract {
    private EventStore store;

    @Override
    protected NoticeStore open() {
        store = EventStores.open(DatabaseServer.mariadb().newDatabase());
        return EventStores.notices(store);
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }
}
