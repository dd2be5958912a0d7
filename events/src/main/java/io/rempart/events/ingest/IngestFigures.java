package io.rempart.events.ingest;

import io.rempart.events.measure.Timings;
import org.jspecify.annotations.Nullable;

/**
 * How the main flow does. Immutable.
 *
 * @param waitingBatches batches that are read and not stored; at most {@code mostBatches}, plus one that is being filled
 * @param waitingBytes bytes of their records
 * @param storing how long transactions took
 * @param delay how old the newest event of a transaction was when it was stored: what lies between a request and its being
 *     visible, where a log is followed
 * @param problem one sentence when the flow does not run as it should; null when it does
 */
public record IngestFigures(
        int waitingBatches,
        int mostBatches,
        long waitingBytes,
        long mostBytes,
        Timings.Snapshot storing,
        Timings.Snapshot delay,
        @Nullable String problem) {}
