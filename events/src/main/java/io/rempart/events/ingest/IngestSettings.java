package io.rempart.events.ingest;

import io.rempart.events.follow.FollowSettings;
import io.rempart.events.read.FieldLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the main flow runs. Memory is bounded by {@code queueBytes} and one batch for each log source.
 *
 * @param batchEvents events in a transaction, at most
 * @param batchBytes bytes of records in a transaction; one record may be larger
 * @param batchTime after which a batch is stored although it is not full
 * @param queueBatches batches that wait for the store, at most
 * @param queueBytes bytes of records that wait for the store, at most (and one batch more)
 * @param quarantineRecordBytes kept of an unreadable record; of a longer one the head
 * @param quarantineBytesPerHour kept of the unreadable records of a log source in an hour; of those past it the first 256 bytes
 * @param transactionFileBytes read of one file of a concurrent log, at most
 * @param dataDirectory whose disk must not fill up; null when the database is elsewhere
 * @param freeSpaceBytes reading stops when less is free, and goes on when a tenth more than that is
 * @param storeRetryFirst wait before a failed transaction is tried again; doubles up to {@code storeRetryLongest}
 */
public record IngestSettings(
        int batchEvents,
        int batchBytes,
        Duration batchTime,
        int queueBatches,
        long queueBytes,
        int quarantineRecordBytes,
        long quarantineBytesPerHour,
        int transactionFileBytes,
        @Nullable Path dataDirectory,
        long freeSpaceBytes,
        Duration storeRetryFirst,
        Duration storeRetryLongest,
        FieldLimits limits,
        FollowSettings follow) {
    public static final IngestSettings DEFAULT = new IngestSettings(
            500,
            4 * 1024 * 1024,
            Duration.ofMillis(200),
            2,
            16 * 1024 * 1024,
            64 * 1024,
            64 * 1024 * 1024,
            64 * 1024 * 1024,
            null,
            256L * 1024 * 1024,
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            FieldLimits.DEFAULT,
            FollowSettings.DEFAULT);

    public IngestSettings withFreeSpace(Path directory, long bytes) {
        return new IngestSettings(
                batchEvents,
                batchBytes,
                batchTime,
                queueBatches,
                queueBytes,
                quarantineRecordBytes,
                quarantineBytesPerHour,
                transactionFileBytes,
                directory,
                bytes,
                storeRetryFirst,
                storeRetryLongest,
                limits,
                follow);
    }

    public IngestSettings withLimits(FieldLimits newLimits) {
        return new IngestSettings(
                batchEvents,
                batchBytes,
                batchTime,
                queueBatches,
                queueBytes,
                quarantineRecordBytes,
                quarantineBytesPerHour,
                transactionFileBytes,
                dataDirectory,
                freeSpaceBytes,
                storeRetryFirst,
                storeRetryLongest,
                newLimits,
                follow);
    }

    public IngestSettings withFollow(FollowSettings newFollow) {
        return new IngestSettings(
                batchEvents,
                batchBytes,
                batchTime,
                queueBatches,
                queueBytes,
                quarantineRecordBytes,
                quarantineBytesPerHour,
                transactionFileBytes,
                dataDirectory,
                freeSpaceBytes,
                storeRetryFirst,
                storeRetryLongest,
                limits,
                newFollow);
    }
}
