package io.rempart.events.ingest;

import io.rempart.events.follow.FollowStatus;
import io.rempart.events.follow.FollowWarning;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a log source is doing now. Immutable.
 *
 * @param bytesBehind bytes of its files that are not stored
 * @param secondsBehind age of the newest stored event while something is not stored; 0 when all is
 * @param newestEvent time of the newest event stored since the start
 * @param lastError what failed last, one sentence; stays when it works again
 */
public record LogSourceStatus(
        String logSource,
        String path,
        long bytesBehind,
        long secondsBehind,
        @Nullable Instant newestEvent,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        List<FollowStatus.FileStatus> files,
        List<FollowWarning> warnings) {}
