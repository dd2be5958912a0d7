package io.rempart.events.ingest;

import io.rempart.events.follow.Bookmark;
import io.rempart.events.follow.FileIdentity;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.QuarantinedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what one transaction will store. One thread. */
final class BatchBuilder {
    /** Bookmarks alone are worth a transaction less often. */
    private static final Duration BOOKMARKS_WAIT = Duration.ofSeconds(1);

    private final String logSource;
    private final IngestSettings settings;
    private List<EventEntry> events = new ArrayList<>();
    private List<QuarantinedRecord> quarantined = new ArrayList<>();
    private Map<FileIdentity, Bookmark> bookmarks = new LinkedHashMap<>();
    private List<Bookmark> forgotten = new ArrayList<>();
    private long bytes;
    private long bytesRead;
    private @Nullable Instant began;

    BatchBuilder(String logSource, IngestSettings settings) {
        this.logSource = logSource;
        this.settings = settings;
    }

    void add(RecordConversion.Converted converted, @Nullable Bookmark bookmark, long bytesOfLog, Instant now) {
        events.addAll(converted.events());
        quarantined.addAll(converted.quarantined());
        bytes += converted.bytes();
        bytesRead += bytesOfLog + converted.filesRead();
        began = began == null ? now : began;
        if (bookmark != null) {
            add(bookmark, now);
        }
    }

    void add(Bookmark bookmark, Instant now) {
        bookmarks.put(new FileIdentity(bookmark.device(), bookmark.inode()), bookmark);
        began = began == null ? now : began;
    }

    void forget(List<Bookmark> gone, Instant now) {
        forgotten.addAll(gone);
        began = began == null ? now : began;
    }

    boolean isEmpty() {
        return began == null;
    }

    boolean isFull() {
        return records() >= settings.batchEvents() || bytes >= settings.batchBytes() || bookmarks.size() >= 1_000;
    }

    /** Whether it waited long enough. */
    boolean isDue(Instant now) {
        Instant from = began;
        if (from == null) {
            return false;
        }
        Duration wait = records() == 0 ? BOOKMARKS_WAIT : settings.batchTime();
        return !from.plus(wait).isAfter(now);
    }

    int records() {
        return events.size() + quarantined.size();
    }

    /** The batch; the builder is empty afterwards. */
    PendingBatch build() {
        PendingBatch batch = new PendingBatch(
                new Batch(logSource, events, quarantined, List.copyOf(bookmarks.values()), bytesRead),
                bytes,
                List.copyOf(forgotten));
        events = new ArrayList<>();
        quarantined = new ArrayList<>();
        bookmarks = new LinkedHashMap<>();
        forgotten = new ArrayList<>();
        bytes = 0;
        bytesRead = 0;
        began = null;
        return batch;
    }

    /**
     * A batch that waits for the store.
     *
     * @param bytes it takes in memory, about
     * @param forgotten bookmarks to delete when it is stored
     */
    record PendingBatch(Batch batch, long bytes, List<Bookmark> forgotten) {}
}
