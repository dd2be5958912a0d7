/** Figures that a running part keeps of itself. */
@NullMarked
package io.rempart.events.measure;

import org.jspecify.annotations.NullMarked;
