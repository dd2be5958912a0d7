package io.rempart.events.store;

import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;

/**
 * An event on its way into the store: read, masked, attributed, classified.
 *
 * @param record the masked raw record
 * @param digest first 64 bits of the SHA-256 of the record as it stood in the log, before masking; with the time it tells
 *     a record that was stored already
 * @param repaired whether it had to be mended
 */
public record EventEntry(
        Event event,
        Attribution attribution,
        Classification classification,
        byte[] record,
        long digest,
        boolean repaired) {}
