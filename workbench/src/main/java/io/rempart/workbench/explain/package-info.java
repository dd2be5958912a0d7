/** Explains what rules make of a request. */
@NullMarked
package io.rempart.workbench.explain;

import org.jspecify.annotations.NullMarked;
