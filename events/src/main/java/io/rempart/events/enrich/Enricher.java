package io.rempart.events.enrich;

import io.rempart.events.ingest.LogSource;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.Event;

/** Finds whom an event is attributed to. Thread-safe. */
public interface Enricher {
    Attribution attribute(Event event, LogSource logSource);
}
