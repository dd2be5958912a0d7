/** What the runners of others' suites share. */
@NullMarked
package io.rempart.conformance.suite;

import org.jspecify.annotations.NullMarked;
