package io.rempart.console.measure;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.ConsoleSettings;
import io.rempart.events.ingest.IngestFigures;
import io.rempart.events.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server can do its work: the database answers, logs are read, the disk has room. Looked at no more than once in
 * two seconds, whoever asks. Thread-safe.
 */
final class Health {
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final long LEAST_FREE_BYTES = 64L * 1_024 * 1_024;

    private final ConsoleRooms rooms;
    private final Path directory;
    private final Clock clock;
    private @Nullable Instant lookedAt;
    private List<Check> checks = List.of();

    Health(ConsoleRooms rooms, ConsoleSettings settings, Clock clock) {
        this.rooms = rooms;
        this.directory = settings.dataDirectory();
        this.clock = clock;
    }

    /** One thing that was looked at; the problem is one sentence, null when it is well. */
    record Check(String name, @Nullable String problem) {}

    synchronized List<Check> checks() {
        Instant now = clock.instant();
        if (lookedAt == null || Duration.between(lookedAt, now).compareTo(FRESH) >= 0) {
            List<Check> fresh = new ArrayList<>();
            fresh.add(new Check("store", store()));
            fresh.add(new Check(
                    "logs", rooms.flow().map(flow -> problem(flow.get())).orElse(null)));
            fresh.add(new Check("disk", disk()));
            checks = List.copyOf(fresh);
            lookedAt = now;
        }
        return checks;
    }

    private @Nullable String store() {
        try {
            return rooms.events().problem().orElse(null);
        } catch (StoreException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static @Nullable String problem(IngestFigures flow) {
        return flow.problem();
    }

    private @Nullable String disk() {
        if (!Files.isDirectory(directory)) {
            return null; // the database is on another machine
        }
        long free = directory.toFile().getUsableSpace();
        return free < LEAST_FREE_BYTES ? "Only " + (free >> 20) + " MB are free where the data is." : null;
    }
}
