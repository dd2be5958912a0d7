/** Reports of abuse to public databases: what is to be told, what was told, and how much may still be told today. */
@NullMarked
package io.rempart.events.report;

import org.jspecify.annotations.NullMarked;
