package io.rempart.console;

import io.rempart.events.account.AccountStore;
import io.rempart.events.model.Event;
import io.rempart.events.store.AppendResult;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.StoredEvent;
import io.rempart.store.EventStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The SQLite store in a directory of its own, which goes with it; remembers the events behind made-up records. */
public final class StoreInDirectory implements AutoCloseable {
    final EventStore events;
    public final AccountStore accounts;
    private final Path directory;
    private final Map<ByteBuffer, Event> opened = new ConcurrentHashMap<>();

    public StoreInDirectory() {
        try {
            directory = Files.createTempDirectory("rempart-console");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events = EventStores.open(directory);
        accounts = EventStores.accounts(events);
    }

    AppendResult append(Batch batch) {
        for (EventEntry entry : batch.events()) {
            opened.put(ByteBuffer.wrap(entry.record()), entry.event());
        }
        return events.append(batch);
    }

    Optional<Event> open(StoredEvent stored) {
        return Optional.ofNullable(opened.get(ByteBuffer.wrap(stored.record())))
                .or(() -> EventOpener.ofRecords(ZoneOffset.UTC).open(stored));
    }

    @Override
    public void close() {
        events.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
