package io.rempart.events.ingest;

import io.rempart.events.follow.Bookmark;
import io.rempart.events.measure.Timings;
import io.rempart.events.store.AppendResult;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The main flow, running: follows log sources and stores their events, each record once. One thread reads, masks, reads,
 * attributes and classifies; another stores, in order; a bounded queue stands between them. Thread-safe.
 *
 * <p>Killed at any instant it goes on where the last stored batch ended, as bookmarks are stored with the events before them.
 * While the store fails, or the disk is full, it reads nothing, but goes on watching the files, so that what is rotated away
 * meanwhile stays open and is not lost.
 */
public final class Ingest implements AutoCloseable {
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private final IngestSettings settings;
    private final Clock clock;
    private final BatchQueue queue;
    private final StoreWriter writer;
    private final FreeSpaceGuard guard;
    private final Map<String, FollowedSource> sources = new LinkedHashMap<>();
    private final Timings delay = new Timings();
    private final Thread readThread;
    private final Thread storeThread;
    private volatile boolean stopping;
    private volatile @Nullable String storeFailure;
    private volatile @Nullable String crash;

    /** Reads the bookmarks of the store; {@link #start()} begins. */
    public Ingest(List<LogSource> logSources, EventStore store, Steps steps, IngestSettings settings) {
        this(
                logSources,
                store,
                steps,
                settings,
                Clock.systemUTC(),
                new FreeSpaceGuard(settings.dataDirectory(), settings.freeSpaceBytes()));
    }

    Ingest(
            List<LogSource> logSources,
            EventStore store,
            Steps steps,
            IngestSettings settings,
            Clock clock,
            FreeSpaceGuard guard) {
        this.settings = settings;
        this.clock = clock;
        this.guard = guard;
        this.queue = new BatchQueue(settings.queueBatches(), settings.queueBytes());
        for (LogSource source : logSources) {
            List<Bookmark> bookmarks = store.bookmarks(source.name());
            FollowedSource followed =
                    new FollowedSource(source, steps, settings, queue, bookmarks, guard, clock.instant());
            if (sources.put(source.name(), followed) != null) {
                throw new IllegalArgumentException("two log sources are called '" + source.name() + "'");
            }
        }
        this.writer = new StoreWriter(store, queue, settings, new Listener());
        this.readThread = new Thread(this::read, "rempart-read");
        this.storeThread = new Thread(writer, "rempart-store");
    }

    /** Begins; once. */
    public void start() {
        storeThread.start();
        readThread.start();
    }

    private void read() {
        try {
            while (!stopping) {
                Instant now = clock.instant();
                boolean read = false;
                for (FollowedSource source : sources.values()) {
                    read |= source.poll(now, storeFailure);
                }
                boolean idle = !read && queue.isIdle();
                for (FollowedSource source : sources.values()) {
                    source.flush(now, idle);
                }
                if (!read) {
                    queue.awaitChange(settings.follow().pollInterval());
                }
            }
            sources.values().forEach(FollowedSource::flushAll);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            crash = "Reading has stopped: " + e;
            throw e;
        } finally {
            sources.values().forEach(FollowedSource::close);
            queue.close();
        }
    }

    /** How every log source is doing, in the order they were given. */
    public List<LogSourceStatus> status() {
        Instant now = clock.instant();
        List<LogSourceStatus> statuses = new ArrayList<>();
        sources.values().forEach(source -> statuses.add(source.status(now)));
        return statuses;
    }

    /** How the flow does. */
    public IngestFigures figures() {
        long[] fill = queue.fill();
        return new IngestFigures(
                (int) fill[0],
                settings.queueBatches(),
                fill[1],
                settings.queueBytes(),
                writer.storing().snapshot(),
                delay.snapshot(),
                problem().orElse(null));
    }

    /** One sentence when the flow does not run as it should. */
    public Optional<String> problem() {
        if (crash != null) {
            return Optional.of(crash);
        }
        if (storeFailure != null) {
            return Optional.of("The database does not take events: " + storeFailure);
        }
        return guard.isLowAsSeen() ? Optional.of("Too little disk space is free; reading waits.") : Optional.empty();
    }

    /** Stores what was read and stops; what can't be stored is read again at the next start. */
    @Override
    public void close() {
        stopping = true;
        writer.stop();
        try {
            if (readThread.isAlive()) {
                readThread.join(STOP_WAIT.toMillis());
            } else {
                queue.close();
            }
            storeThread.join(STOP_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        readThread.interrupt();
        storeThread.interrupt();
    }

    private final class Listener implements StoreWriter.Listener {
        @Override
        public void stored(Batch batch, AppendResult result) {
            batch.events().stream()
                    .map(entry -> entry.event().time())
                    .max(Comparator.naturalOrder())
                    .ifPresent(newest -> delay.add(Duration.between(newest, clock.instant())));
            FollowedSource source = sources.get(batch.logSource());
            if (source != null) {
                source.stored(batch);
            }
        }

        @Override
        public void failing(@Nullable String sentence) {
            storeFailure = sentence;
            if (sentence != null) {
                sources.values().forEach(source -> source.failed(sentence, clock.instant()));
            }
        }
    }
}
