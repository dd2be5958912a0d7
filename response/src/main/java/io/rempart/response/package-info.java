/** What Rempart does to the outside world. */
@NullMarked
package io.rempart.response;

import org.jspecify.annotations.NullMarked;
