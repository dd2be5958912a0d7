/** English and French: texts, numbers, times. */
@NullMarked
package io.rempart.console.language;

import org.jspecify.annotations.NullMarked;
