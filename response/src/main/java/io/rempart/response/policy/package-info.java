/** Blocks that are decided by rules over events. */
@NullMarked
package io.rempart.response.policy;

import org.jspecify.annotations.NullMarked;
