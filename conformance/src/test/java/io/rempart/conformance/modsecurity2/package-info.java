/** ModSecurity 2's own suite: Perl hashes of operators, transformations and whole requests. */
@NullMarked
package io.rempart.conformance.modsecurity2;

import org.jspecify.annotations.NullMarked;
