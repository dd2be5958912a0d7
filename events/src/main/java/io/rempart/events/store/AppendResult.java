package io.rempart.events.store;

/**
 * What became of a batch: {@code stored + repaired + duplicates} events and {@code quarantined} records.
 *
 * @param stored events new to the store that needed no repair
 * @param repaired events new to the store that had to be mended
 * @param duplicates events the store had already
 */
public record AppendResult(long stored, long repaired, long duplicates, long quarantined) {}
