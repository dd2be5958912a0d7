/** What the pages of the console cost, asked over HTTP. */
@NullMarked
package io.rempart.benchmarks.console;

import org.jspecify.annotations.NullMarked;
