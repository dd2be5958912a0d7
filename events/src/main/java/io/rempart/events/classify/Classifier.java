package io.rempart.events.classify;

import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Event;

/**
 * Decides the class of an event, with evidence. Called in time order by one thread: rates and spread of a source are counted
 * on the way, in bounded memory.
 */
public interface Classifier {
    Classification classify(Event event, Attribution attribution);

    /** Version of the rules, stored with each verdict. */
    String version();
}
