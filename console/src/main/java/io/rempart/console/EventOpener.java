package io.rempart.console;

import io.rempart.events.model.Event;
import io.rempart.events.read.FieldLimits;
import io.rempart.events.read.Reading;
import io.rempart.events.read.RecordReader.ReadContext;
import io.rempart.events.read.RecordReaders;
import io.rempart.events.store.EventStore.StoredEvent;
import java.time.ZoneId;
import java.util.Optional;

/** Reads the raw record of a stored event again. Thread-safe; never throws on a bad record. */
@FunctionalInterface
public interface EventOpener {
    /** The event of the record; empty when it can't be read (it was written by a newer version, or is damaged). */
    Optional<Event> open(StoredEvent stored);

    /**
     * Opens the records that Rempart's readers read.
     *
     * @param zone of writers that give times without one; the page shows the stored time, which doesn't depend on it
     */
    static EventOpener ofRecords(ZoneId zone) {
        ReadContext context = new ReadContext(zone, FieldLimits.DEFAULT);
        return stored -> {
            for (Reading reading : RecordReaders.read(stored.record(), context)) {
                if (reading instanceof Reading.Read read) {
                    return Optional.of(read.event());
                }
            }
            return Optional.empty();
        };
    }
}
