/** libinjection's own tests and payload lists. */
@NullMarked
package io.rempart.conformance.libinjection;

import org.jspecify.annotations.NullMarked;
