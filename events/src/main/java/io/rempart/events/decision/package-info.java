/** Decisions to block or allow, and the interface of the store they live in. */
@NullMarked
package io.rempart.events.decision;

import org.jspecify.annotations.NullMarked;
