/** Tests of {@code io.rempart.console.security}. */
@NullMarked
package io.rempart.console.security;

import org.jspecify.annotations.NullMarked;
