/** ModSecurity 3's regression cases. */
@NullMarked
package io.rempart.conformance.modsecurity3;

import org.jspecify.annotations.NullMarked;
