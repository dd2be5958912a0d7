/** What changes, told to open pages as it happens: server-sent events. */
@NullMarked
package io.rempart.console.live;

import org.jspecify.annotations.NullMarked;
