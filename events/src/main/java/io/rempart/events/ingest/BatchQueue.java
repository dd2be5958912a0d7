package io.rempart.events.ingest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way from the thread that reads to the one that stores, in order, bounded by number and by bytes. A batch
 * counts until it is stored.
 */
final class BatchQueue {
    private final int maxBatches;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<BatchBuilder.PendingBatch> waiting = new ArrayDeque<>();
    private int batches;
    private long bytes;
    private boolean closed;

    BatchQueue(int maxBatches, long maxBytes) {
        this.maxBatches = maxBatches;
        this.maxBytes = maxBytes;
    }

    boolean hasRoom() {
        lock.lock();
        try {
            return !closed && batches < maxBatches && bytes < maxBytes;
        } finally {
            lock.unlock();
        }
    }

    /** How many batches count, and how many bytes. */
    long[] fill() {
        lock.lock();
        try {
            return new long[] {batches, bytes};
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits and nothing is being stored. */
    boolean isIdle() {
        lock.lock();
        try {
            return batches == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a batch; who cares for the bound asks {@link #hasRoom()} before. */
    void add(BatchBuilder.PendingBatch batch) {
        lock.lock();
        try {
            waiting.add(batch);
            batches++;
            bytes += batch.bytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next batch, which stays counted until {@link #done}; null when the queue is closed and empty. */
    BatchBuilder.@Nullable PendingBatch take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    void done(BatchBuilder.PendingBatch batch) {
        lock.lock();
        try {
            batches--;
            bytes -= batch.bytes();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a batch comes or goes, or the time is over. */
    void awaitChange(Duration time) throws InterruptedException {
        lock.lock();
        try {
            if (!closed) {
                changed.await(time.toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
