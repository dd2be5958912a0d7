package io.rempart.store;

import io.rempart.events.follow.Bookmark;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventStore;
import io.rempart.testkit.EventGenerator;
import java.time.Instant;
import java.util.List;

/** A process that writes until it is killed, and says what was acknowledged: {@code StoreVictim LOCATION}. */
public final class StoreVictim {
    static final String LOG = "victim";
    static final int BATCH = 20;

    private StoreVictim() {}

    public static void main(String[] arguments) {
        try (EventStore store = EventStores.open(arguments[0])) {
            long offset = offset(store);
            while (true) {
                // The batch at an offset is always the same: what was stored and not acknowledged is a duplicate.
                EventGenerator generator = new EventGenerator(
                        offset, Instant.parse("2026-11-01T00:00:00Z").plusSeconds(offset), 10, 50);
                offset += BATCH;
                Bookmark bookmark = new Bookmark(LOG, "/log", 1, 2, "ab", 2, offset, false);
                store.append(new Batch(LOG, generator.next(BATCH), List.of(), List.of(bookmark), BATCH));
                System.out.println(offset);
            }
        }
    }

    static long offset(EventStore store) {
        return store.bookmarks(LOG).stream().mapToLong(Bookmark::offset).max().orElse(0);
    }
}
