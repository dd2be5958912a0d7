package io.rempart.events.follow;

/**
 * How far a file was read and stored; commits in the transaction of the events before {@code offset}.
 *
 * <p>A store keeps one bookmark for each (log source, device, inode): a later one replaces it, whatever its path and
 * fingerprint. An inode below zero stands for content whose own file is gone (truncated after it was copied away) and that
 * may come back under another name.
 *
 * @param logSource the configured log source
 * @param path where the file was last seen
 * @param device device number of the file system, 0 where the platform has none
 * @param inode inode number, 0 where the platform has none
 * @param fingerprint hexadecimal SHA-256 of the first {@code fingerprintLength} bytes; tells a reused inode and a copy
 * @param fingerprintLength at most 1024; grows with a small file
 * @param offset bytes of the uncompressed file that are stored
 * @param finished the file will not grow any more (rotated, compressed, idle) and was read to its end
 */
public record Bookmark(
        String logSource,
        String path,
        long device,
        long inode,
        String fingerprint,
        int fingerprintLength,
        long offset,
        boolean finished) {}
