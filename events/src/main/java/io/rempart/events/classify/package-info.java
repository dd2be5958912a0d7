/** Which class an event is, and why we say so. */
@NullMarked
package io.rempart.events.classify;

import org.jspecify.annotations.NullMarked;
