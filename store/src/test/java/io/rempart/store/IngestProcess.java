package io.rempart.store;

import io.rempart.events.follow.FollowSettings;
import io.rempart.events.ingest.Ingest;
import io.rempart.events.ingest.IngestSettings;
import io.rempart.events.ingest.LogSource;
import io.rempart.events.store.EventStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** A process that follows a log into a store until it is killed: {@code IngestProcess DATABASE LOG}. */
final class IngestProcess {
    static final FollowSettings FOLLOW = new FollowSettings(
            Duration.ofMillis(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            16 * 1024,
            256);

    private IngestProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        EventStore store = EventStores.open(arguments[0]);
        LogSource source = source(Path.of(arguments[1]));
        IngestSettings settings = IngestSettings.DEFAULT.withFollow(FOLLOW);
        new Ingest(List.of(source), store, LogRecords.STEPS, settings).start();
        System.out.println("ready");
        Thread.sleep(Duration.ofMinutes(10)
                .toMillis()); // whoever started it kills it; this is for when he was killed himself
        System.exit(0);
    }

    static LogSource source(Path log) {
        return new LogSource("killed", log, null, ZoneOffset.UTC, List.of(), List.of());
    }
}
