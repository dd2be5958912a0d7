/** Takes secrets out before anything is stored. */
@NullMarked
package io.rempart.events.mask;

import org.jspecify.annotations.NullMarked;
