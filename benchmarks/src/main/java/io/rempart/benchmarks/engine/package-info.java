/** The engine measured beside libmodsecurity, on the same requests. */
@NullMarked
package io.rempart.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
