package io.rempart.console;

import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.store.EventStores;
import io.rempart.testkit.EventGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Fills a directory with made-up events that end now: {@code GeneratedStore DIRECTORY EVENTS SOURCES DAYS}. */
public final class GeneratedStore {
    private static final int BATCH = 2_000;

    private GeneratedStore() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int events = Integer.parseInt(arguments[1]);
        Duration span = Duration.ofDays(Integer.parseInt(arguments[3]));
        Files.createDirectories(directory);
        EventGenerator generator = new EventGenerator(
                7, Instant.now().minus(span), span.toMillis() * 1_000 / events, Integer.parseInt(arguments[2]));
        try (EventStore store = EventStores.open(directory)) {
            for (int done = 0; done < events; done += BATCH) {
                List<EventEntry> batch = generator.next(Math.min(BATCH, events - done));
                store.append(new Batch("generated", batch, List.of(), List.of(), 4_000L * batch.size()));
            }
        }
    }
}
