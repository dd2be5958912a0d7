/** Sends seeded requests through Debian's libmodsecurity and through our engine, and tells every difference. */
@NullMarked
package io.rempart.conformance.oracle;

import org.jspecify.annotations.NullMarked;
