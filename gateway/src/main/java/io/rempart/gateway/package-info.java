/** The HTTP front end: what comes over the wire goes through a transaction of the engine before a back end sees it. */
@NullMarked
package io.rempart.gateway;

import org.jspecify.annotations.NullMarked;
