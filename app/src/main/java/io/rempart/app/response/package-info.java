/** Decisions and the firewall, put together from the configuration. */
@NullMarked
package io.rempart.app.response;

import org.jspecify.annotations.NullMarked;
