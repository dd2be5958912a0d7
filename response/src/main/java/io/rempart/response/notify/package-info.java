/** Telling people: what they want told, over which channel, how often. */
@NullMarked
package io.rempart.response.notify;

import org.jspecify.annotations.NullMarked;
