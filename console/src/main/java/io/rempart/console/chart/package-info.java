/** Numbers turned into pictures that the server draws: no script is needed to see them, and they print. */
@NullMarked
package io.rempart.console.chart;

import org.jspecify.annotations.NullMarked;
