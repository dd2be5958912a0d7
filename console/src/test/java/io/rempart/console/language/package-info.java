/** Tests of {@code io.rempart.console.language}. */
@NullMarked
package io.rempart.console.language;

import org.jspecify.annotations.NullMarked;
