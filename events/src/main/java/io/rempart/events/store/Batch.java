package io.rempart.events.store;

import io.rempart.events.follow.Bookmark;
import java.util.List;

/**
 * What one transaction stores: events, what could not be read, and how far the files were read. All or nothing.
 *
 * @param logSource the log source all of it came from
 * @param bytesRead bytes of the log that this batch accounts for
 */
public record Batch(
        String logSource,
        List<EventEntry> events,
        List<QuarantinedRecord> quarantined,
        List<Bookmark> bookmarks,
        long bytesRead) {}
