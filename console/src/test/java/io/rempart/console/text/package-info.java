/** Tests of {@code io.rempart.console.text}. */
@NullMarked
package io.rempart.console.text;

import org.jspecify.annotations.NullMarked;
