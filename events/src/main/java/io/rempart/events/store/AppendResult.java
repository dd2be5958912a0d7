package io.rempart.events.store;

/**
 * What became of the events and unreadable records of a batch: {@code stored + repaired + duplicates + quarantined}.
 *
 * @param stored events new to the store that needed no repair
 * @param repaired events new to the store that had to be mended
 * @param duplicates events and unreadable records the store had already
 * @param quarantined unreadable records new to the store
 */
public record AppendResult(long stored, long repaired, long duplicates, long quarantined) {}
