/** Many literals searched in one pass over a value. */
@NullMarked
package io.rempart.engine.literal;

import org.jspecify.annotations.NullMarked;
