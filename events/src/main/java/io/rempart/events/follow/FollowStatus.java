package io.rempart.events.follow;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the files of a log source are read, at one moment. Immutable.
 *
 * @param bytesBehind bytes of the files that no record handed on accounts for; of compressed files that are not read yet,
 *     their packed size
 * @param behindSince since when something was unread without a break; null when nothing is
 */
public record FollowStatus(
        List<FileStatus> files, long bytesBehind, @Nullable Instant behindSince, List<FollowWarning> warnings) {
    static final FollowStatus NONE = new FollowStatus(List.of(), 0, null, List.of());

    /** Where a file is in its life. The names are keys of the translations. */
    public enum State {
        /** The file the server writes to. */
        LIVE,
        /** Renamed, and still read. */
        ROTATED,
        /** Compressed, and not read to its end yet. */
        ARCHIVE,
        /** Deleted, and still read, as it was open. */
        DELETED,
        /** A file of one transaction. */
        TRANSACTION,
        /** Read to its end; nothing is written to it any more. */
        FINISHED
    }

    /**
     * One file.
     *
     * @param size in bytes; 0 for compressed files
     * @param offset how far it is read, in uncompressed bytes
     */
    public record FileStatus(String path, State state, long size, long offset) {}
}
