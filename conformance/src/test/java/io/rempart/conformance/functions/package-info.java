/** Operators and transformations, case by case. */
@NullMarked
package io.rempart.conformance.functions;

import org.jspecify.annotations.NullMarked;
