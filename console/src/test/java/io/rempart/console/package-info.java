/** Tests of the console, most of them in a real browser. */
@NullMarked
package io.rempart.console;

import org.jspecify.annotations.NullMarked;
