/** Lists of others that are enforced or shown: fetched, read, guarded, kept; and our decisions as lists for others. */
@NullMarked
package io.rempart.response.feed;

import org.jspecify.annotations.NullMarked;
