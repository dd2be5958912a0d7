/** Bytes to records to events: one reader a format, sniffed per record. */
@NullMarked
package io.rempart.events.read;

import org.jspecify.annotations.NullMarked;
