/** The main flow: follower, reader, masker, enricher, classifier, store, in bounded batches. */
@NullMarked
package io.rempart.events.ingest;

import org.jspecify.annotations.NullMarked;
