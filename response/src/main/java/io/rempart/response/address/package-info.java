/** Sets of addresses: merging, splitting, prefixes. */
@NullMarked
package io.rempart.response.address;

import org.jspecify.annotations.NullMarked;
