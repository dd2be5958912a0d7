package io.rempart.events.ingest;

import io.rempart.events.read.RawRecord;
import io.rempart.events.read.RecordSplitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Masks and reads records on all processors, and gives them back in the order of the log. What is under way is bounded: who adds
 * takes the oldest group back when there are {@link #GROUPS} of them, or {@link #BYTES}. For one thread, which does the work of a group itself that
 * nobody has begun when it is needed.
 */
final class Preparation implements AutoCloseable {
    /** Groups under way at the most; one is what a chunk of the log holds. */
    static final int GROUPS = 8;

    /** Bytes of records under way, and those of one group more. */
    static final long BYTES = 4 * 1024 * 1024;

    private static final int MOST_THREADS = 4;

    private final RecordConversion conversion;
    private final Deque<Group> underWay = new ArrayDeque<>();
    private final ExecutorService threads;
    private long bytes;

    private record Group(FutureTask<List<RecordConversion.Prepared>> task, long bytes) {}

    Preparation(RecordConversion conversion) {
        this.conversion = conversion;
        int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "import-read");
            thread.setDaemon(true);
            return thread;
        });
    }

    boolean isFull() {
        return underWay.size() >= GROUPS || bytes >= BYTES;
    }

    /** Takes what the splitter has ready; only while there is room. */
    void add(RecordSplitter splitter) {
        List<RawRecord> records = new ArrayList<>();
        long size = 0;
        for (RawRecord next = splitter.next(); next != null; next = splitter.next()) {
            records.add(next);
            size += next.bytes().length;
        }
        if (records.isEmpty()) {
            return;
        }
        FutureTask<List<RecordConversion.Prepared>> task = new FutureTask<>(() -> {
            List<RecordConversion.Prepared> prepared = new ArrayList<>(records.size());
            for (RawRecord record : records) {
                prepared.add(conversion.prepare(record));
            }
            return prepared;
        });
        underWay.add(new Group(task, size));
        bytes += size;
        threads.execute(task);
    }

    /** The oldest group, waiting for it; null when nothing is under way. */
    @Nullable
    List<RecordConversion.Prepared> next() throws InterruptedException {
        Group group = underWay.poll();
        if (group == null) {
            return null;
        }
        bytes -= group.bytes();
        group.task().run(); // does nothing when another thread has begun it
        try {
            return group.task().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("records could not be prepared", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
