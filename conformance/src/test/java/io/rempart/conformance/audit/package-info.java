/** The engine writes audit records, the event manager's readers read them back. */
@NullMarked
package io.rempart.conformance.audit;

import org.jspecify.annotations.NullMarked;
