package io.rempart.events.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The account of one log source: {@code read = stored + repaired + duplicates + quarantined}, always.
 *
 * @param newestEvent time of the newest event stored from it
 * @param updatedAt when the account last changed
 */
public record LedgerEntry(
        String logSource,
        long read,
        long stored,
        long repaired,
        long duplicates,
        long quarantined,
        long bytesRead,
        @Nullable Instant newestEvent,
        @Nullable Instant updatedAt) {}
