/** The search language: text to a checked tree. */
@NullMarked
package io.rempart.events.query;

import org.jspecify.annotations.NullMarked;
