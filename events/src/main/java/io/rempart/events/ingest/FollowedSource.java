package io.rempart.events.ingest;

import io.rempart.events.follow.Bookmark;
import io.rempart.events.follow.ConcurrentStorage;
import io.rempart.events.follow.FollowStatus;
import io.rempart.events.follow.FollowWarning;
import io.rempart.events.follow.FollowedRecord;
import io.rempart.events.follow.Follower;
import io.rempart.events.follow.RecordSink;
import io.rempart.events.follow.Splitters;
import io.rempart.events.read.RawRecord;
import io.rempart.events.read.RecordSplitter;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One log source within the flow: its follower, what is made of its records, and the batch being gathered. */
final class FollowedSource implements RecordSink, Splitters {
    /** So many records of a file, and none readable: it is no audit log. */
    private static final int RECORDS_TO_JUDGE = 20;

    private final LogSource source;
    private final IngestSettings settings;
    private final BatchQueue queue;
    private final FreeSpaceGuard guard;
    private final RecordConversion conversion;
    private final BatchBuilder batch;
    private final Follower follower;
    private final Map<Path, ConcurrentStorage> storages = new HashMap<>();
    private final AtomicLong unstoredBytes = new AtomicLong();
    private Instant now;
    private boolean closedForDisk;
    private int unreadableInARow;
    private int missingFiles;
    private boolean readAny;

    private volatile @Nullable Instant newestEvent;
    private volatile @Nullable String lastError;
    private volatile @Nullable Instant lastErrorAt;

    FollowedSource(
            LogSource source,
            Steps steps,
            IngestSettings settings,
            BatchQueue queue,
            List<Bookmark> bookmarks,
            FreeSpaceGuard guard,
            Instant now) {
        this.source = source;
        this.settings = settings;
        this.queue = queue;
        this.guard = guard;
        this.now = now;
        this.conversion = new RecordConversion(source, steps, settings);
        this.batch = new BatchBuilder(source.name(), settings);
        this.follower = new Follower(source, settings.follow(), this, bookmarks, now);
    }

    // ---- on the reading thread

    boolean poll(Instant time, @Nullable String storeFailure) {
        now = time;
        closedForDisk = guard.isLow(time);
        say(
                FollowWarning.Code.DISK_LOW,
                closedForDisk,
                Map.of(
                        "free", megabytes(guard.freeBytes()),
                        "needed", megabytes(guard.neededBytes()),
                        "path", String.valueOf(settings.dataDirectory())));
        say(
                FollowWarning.Code.STORE_DOWN,
                storeFailure != null,
                Map.of("error", storeFailure == null ? "" : storeFailure));
        try {
            return follower.poll(this, time);
        } catch (RuntimeException e) {
            failed("Following failed: " + e, time);
            return false;
        }
    }

    private static String megabytes(long bytes) {
        return bytes / (1024 * 1024) + " MB";
    }

    private void say(FollowWarning.Code code, boolean holds, Map<String, String> parameters) {
        if (holds) {
            follower.warnings().raise(code, "", parameters, now);
        } else {
            follower.warnings().clear(code, "");
        }
    }

    @Override
    public boolean hasRoom() {
        return !closedForDisk && queue.hasRoom();
    }

    @Override
    public boolean offer(FollowedRecord record) {
        if (!hasRoom()) {
            return false;
        }
        Path directory = record.path().toAbsolutePath().getParent();
        ConcurrentStorage storage = storages.computeIfAbsent(
                directory == null ? record.path() : directory,
                index -> new ConcurrentStorage(source.storageDirectory(), index));
        boolean patient = record.live()
                && record.readAt().plus(settings.follow().transactionFileWait()).isAfter(now);
        RecordConversion.Converted converted =
                conversion.convert(record.record(), record.path(), storage, patient, now);
        if (converted.waitsFor() != null) {
            return false;
        }
        judge(converted, record.path());
        batch.add(converted, record.after(), record.bytesRead(), now);
        unstoredBytes.addAndGet(record.bytesRead() + converted.filesRead());
        if (batch.isFull()) {
            queue.add(batch.build());
        }
        return true;
    }

    private void judge(RecordConversion.Converted converted, Path path) {
        String subject = path.toString();
        if (!converted.events().isEmpty()) {
            if (unreadableInARow > 0) {
                follower.warnings().clear(FollowWarning.Code.NOT_AN_AUDIT_LOG, "");
                follower.warnings().clear(FollowWarning.Code.NO_JSON_SUPPORT, "");
            }
            unreadableInARow = 0;
            readAny = true;
        } else if (!converted.quarantined().isEmpty()) {
            unreadableInARow++;
        }
        if (converted.withoutJson()) {
            follower.warnings().raise(FollowWarning.Code.NO_JSON_SUPPORT, "", Map.of("path", subject), now);
        } else if (!readAny && unreadableInARow == RECORDS_TO_JUDGE) {
            follower.warnings()
                    .raise(
                            FollowWarning.Code.NOT_AN_AUDIT_LOG,
                            "",
                            Map.of("path", subject, "records", Integer.toString(RECORDS_TO_JUDGE)),
                            now);
        }
        if (converted.missingFiles() > 0) {
            missingFiles += converted.missingFiles();
            follower.warnings()
                    .raise(
                            FollowWarning.Code.TRANSACTION_FILE_MISSING,
                            "",
                            Map.of("path", subject, "count", Integer.toString(missingFiles)),
                            now);
        }
    }

    @Override
    public void offer(Bookmark bookmark) {
        batch.add(bookmark, now);
    }

    @Override
    public void forget(List<Bookmark> gone) {
        batch.forget(gone, now);
    }

    /** Hands the batch on when it waited long enough, or when there is nothing better to do. */
    void flush(Instant time, boolean idle) {
        if (!batch.isEmpty() && queue.hasRoom() && (batch.isDue(time) || (idle && batch.records() > 0))) {
            queue.add(batch.build());
        }
    }

    void flushAll() {
        if (!batch.isEmpty()) {
            queue.add(batch.build());
        }
    }

    void close() {
        follower.close();
    }

    @Override
    public RecordSplitter newSplitter() {
        return conversion.newSplitter();
    }

    @Override
    public boolean isWhole(RawRecord record) {
        return conversion.isWhole(record);
    }

    // ---- on the storing thread

    void stored(Batch stored) {
        unstoredBytes.addAndGet(-stored.bytesRead());
        Instant newest = newestEvent;
        for (EventEntry entry : stored.events()) {
            Instant time = entry.event().time();
            newest = newest == null || time.isAfter(newest) ? time : newest;
        }
        newestEvent = newest;
    }

    void failed(String sentence, Instant at) {
        lastError = sentence;
        lastErrorAt = at;
    }

    // ---- on any thread

    LogSourceStatus status(Instant at) {
        FollowStatus status = follower.status();
        long behind = status.bytesBehind() + Math.max(0, unstoredBytes.get());
        long seconds = 0;
        if (behind > 0) {
            Instant newest = newestEvent;
            Instant since = newest == null ? status.behindSince() : newest;
            seconds =
                    since == null ? 0 : Math.max(0, Duration.between(since, at).toSeconds());
        }
        return new LogSourceStatus(
                source.name(),
                source.path().toString(),
                behind,
                seconds,
                newestEvent,
                lastError,
                lastErrorAt,
                status.files(),
                follower.warnings().list());
    }
}
