/** Deciding to block or allow, with what is in the way of it, and carrying decisions to the firewall. */
@NullMarked
package io.rempart.response.decision;

import org.jspecify.annotations.NullMarked;
