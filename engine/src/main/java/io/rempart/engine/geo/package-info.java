/** Readers of the files that say where addresses are. */
@NullMarked
package io.rempart.engine.geo;

import org.jspecify.annotations.NullMarked;
