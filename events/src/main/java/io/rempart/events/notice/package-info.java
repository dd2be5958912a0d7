/** What people are to be told, until they were told. */
@NullMarked
package io.rempart.events.notice;

import org.jspecify.annotations.NullMarked;
