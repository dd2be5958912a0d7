/** Tests of {@code io.rempart.console.page}. */
@NullMarked
package io.rempart.console.page;

import org.jspecify.annotations.NullMarked;
