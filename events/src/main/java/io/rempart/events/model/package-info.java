/** What one logged transaction is, whatever wrote it. */
@NullMarked
package io.rempart.events.model;

import org.jspecify.annotations.NullMarked;
