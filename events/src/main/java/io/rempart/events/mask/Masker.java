package io.rempart.events.mask;

import io.rempart.events.model.Event;

/** Takes secrets out of an event and its raw record, before either is stored. Thread-safe. */
public interface Masker {
    /** The event and the record without secrets; the very same objects when there were none. */
    Masked mask(Event event, byte[] record);

    /**
     * @param record parses to {@code event}; where the writer's own record could not be masked with certainty it is
     *     Rempart's own form of the event
     */
    record Masked(Event event, byte[] record) {}
}
