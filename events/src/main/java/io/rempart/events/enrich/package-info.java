/** The client behind proxies, its country and network. */
@NullMarked
package io.rempart.events.enrich;

import org.jspecify.annotations.NullMarked;
