/** What must never be blocked. */
@NullMarked
package io.rempart.response.guard;

import org.jspecify.annotations.NullMarked;
