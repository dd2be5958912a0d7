package io.rempart.events.follow;

import java.time.Duration;

/**
 * How a log is followed.
 *
 * @param pollInterval between two looks at the files
 * @param rescanInterval after which directories are listed again although they look unchanged
 * @param rotatedIdle a rotated file to which nothing was written for so long is finished
 * @param rotatedGrace how long a server may go on writing to a rotated file before a warning says so
 * @param tailIdle a whole record at the end of a live file that lacks only its line end is taken after so long
 * @param archiveSettle a compressed file is read when it did not change for so long
 * @param transactionFileWait how long the file that an index line names is waited for
 * @param retryInterval after which a file that could not be opened is tried again
 * @param chunkBytes read from one file before the next file has its turn
 * @param maxOpenFiles of one log source; the rest waits its turn, with a warning
 */
public record FollowSettings(
        Duration pollInterval,
        Duration rescanInterval,
        Duration rotatedIdle,
        Duration rotatedGrace,
        Duration tailIdle,
        Duration archiveSettle,
        Duration transactionFileWait,
        Duration retryInterval,
        int chunkBytes,
        int maxOpenFiles) {
    public static final FollowSettings DEFAULT = new FollowSettings(
            Duration.ofMillis(250),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            256 * 1024,
            256);
}
