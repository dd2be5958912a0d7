package io.rempart.app;

import io.rempart.events.model.Attribution;
import io.rempart.events.model.Event;
import io.rempart.events.read.FieldLimits;
import io.rempart.events.read.Reading;
import io.rempart.events.read.RecordReader.ReadContext;
import io.rempart.events.read.RecordReaders;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.StoredEvent;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** Reads the record of a stored event again. Thread-safe. */
public final class EventReader {
    private final Map<String, ZoneId> zones;
    private final ZoneId otherwise;
    private final FieldLimits limits;

    /**
     * @param zones of log sources whose writers give times without one
     * @param otherwise the zone of the others
     */
    public EventReader(Map<String, ZoneId> zones, ZoneId otherwise, FieldLimits limits) {
        this.zones = Map.copyOf(zones);
        this.otherwise = otherwise;
        this.limits = limits;
    }

    /** The event; empty when its record can't be read any more. */
    public Optional<Event> read(StoredEvent stored) {
        ZoneId zone = zones.getOrDefault(stored.summary().logSource(), otherwise);
        for (Reading reading : RecordReaders.read(stored.record(), new ReadContext(zone, limits))) {
            if (reading instanceof Reading.Read read) {
                return Optional.of(read.event());
            }
        }
        return Optional.empty();
    }

    /** Whom the event was attributed to when it was stored. */
    public static Attribution attribution(EventSummary summary) {
        return new Attribution(
                summary.client(), summary.behindProxy(), summary.country(), summary.asn(), summary.organisation());
    }
}
