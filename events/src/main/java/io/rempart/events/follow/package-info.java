/** Tails log files through rotation, pause and crash. */
@NullMarked
package io.rempart.events.follow;

import org.jspecify.annotations.NullMarked;
