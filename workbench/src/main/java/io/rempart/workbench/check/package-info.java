/** Checks rules before they are used. */
@NullMarked
package io.rempart.workbench.check;

import org.jspecify.annotations.NullMarked;
