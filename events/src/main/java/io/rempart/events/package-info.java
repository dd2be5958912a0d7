/** Audit logs to events: the model, the flow from file to store, and what an event means. */
@NullMarked
package io.rempart.events;

import org.jspecify.annotations.NullMarked;
