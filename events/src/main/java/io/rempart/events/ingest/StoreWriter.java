package io.rempart.events.ingest;

import io.rempart.events.measure.Timings;
import io.rempart.events.read.Reason;
import io.rempart.events.store.AppendResult;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.QuarantinedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stores batches in order, one transaction each. A failure is tried again, for as long as it takes; nothing is dropped and no
 * bookmark moves past what is not stored. When the store says that it is well, and still does not take a batch, the batch is
 * halved until the event that it does not take is found, and that goes to quarantine. Runs on a thread of its own.
 */
final class StoreWriter implements Runnable {
    private static final int FAILURES_BEFORE_HALVING = 4;

    /** Told what becomes of batches, on the thread of the writer. */
    interface Listener {
        void stored(Batch batch, AppendResult result);

        /** The store failed; null when it works again. */
        void failing(@Nullable String sentence);
    }

    /** The writer was told to stop while the store did not take a batch. */
    static final class Stopped extends RuntimeException {
        Stopped() {
            super("stopped while the store does not take events");
        }
    }

    private final EventStore store;
    private final BatchQueue queue;
    private final IngestSettings settings;
    private final Listener listener;
    private final Timings storing = new Timings();
    private volatile boolean stopped;
    private boolean failing;

    StoreWriter(EventStore store, BatchQueue queue, IngestSettings settings, Listener listener) {
        this.store = store;
        this.queue = queue;
        this.settings = settings;
        this.listener = listener;
    }

    /** How long transactions took. */
    Timings storing() {
        return storing;
    }

    /** Gives up what fails; what can be stored still is. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            for (BatchBuilder.PendingBatch next = queue.take(); next != null; next = queue.take()) {
                store(next.batch());
                if (!next.forgotten().isEmpty()) {
                    forget(next);
                }
                queue.done(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Stopped e) {
            // what is not stored is read again: its bookmarks were not stored either
        }
    }

    private void forget(BatchBuilder.PendingBatch batch) {
        try {
            store.forgetBookmarks(batch.forgotten());
        } catch (RuntimeException e) {
            // they only take room; the next start finds them again
        }
    }

    private void store(Batch batch) {
        Duration wait = settings.storeRetryFirst();
        for (int failures = 0; ; failures++) {
            try {
                long start = System.nanoTime();
                AppendResult result = store.append(batch);
                storing.add(Duration.ofNanos(System.nanoTime() - start));
                if (failing) {
                    failing = false;
                    listener.failing(null);
                }
                listener.stored(batch, result);
                return;
            } catch (RuntimeException e) {
                failing = true;
                listener.failing(sentence(e));
                if (failures >= FAILURES_BEFORE_HALVING && isWell()) {
                    halve(batch, e);
                    return;
                }
                if (stopped || Thread.currentThread().isInterrupted()) {
                    throw new Stopped();
                }
                LockSupport.parkNanos(this, wait.toNanos());
                wait = wait.multipliedBy(2).compareTo(settings.storeRetryLongest()) < 0
                        ? wait.multipliedBy(2)
                        : settings.storeRetryLongest();
            }
        }
    }

    private boolean isWell() {
        try {
            return store.problem().isEmpty();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The halves, the bookmarks with the second: killed between them, the first is read again and known by its digests. */
    private void halve(Batch batch, RuntimeException cause) {
        List<EventEntry> events = batch.events();
        if (events.size() > 1) {
            int middle = events.size() / 2;
            store(new Batch(batch.logSource(), events.subList(0, middle), List.of(), List.of(), 0));
            store(new Batch(
                    batch.logSource(),
                    events.subList(middle, events.size()),
                    batch.quarantined(),
                    batch.bookmarks(),
                    batch.bytesRead()));
        } else if (events.size() == 1) {
            List<QuarantinedRecord> quarantined = new ArrayList<>(batch.quarantined());
            byte[] record = events.get(0).record();
            quarantined.add(new QuarantinedRecord(
                    Instant.now(),
                    batch.logSource(),
                    "",
                    0,
                    record.length,
                    record.length > settings.quarantineRecordBytes()
                            ? java.util.Arrays.copyOf(record, settings.quarantineRecordBytes())
                            : record,
                    Reason.NOT_TAKEN.sentence(sentence(cause)),
                    events.get(0).digest()));
            store(new Batch(batch.logSource(), List.of(), quarantined, batch.bookmarks(), batch.bytesRead()));
        } else {
            // without events there is nothing in it that could be at fault: go on trying
            if (stopped) {
                throw new Stopped();
            }
            LockSupport.parkNanos(this, settings.storeRetryLongest().toNanos());
            store(batch);
        }
    }

    private static String sentence(RuntimeException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
