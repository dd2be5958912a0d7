/** The interface of the store, implemented elsewhere. */
@NullMarked
package io.rempart.events.store;

import org.jspecify.annotations.NullMarked;
