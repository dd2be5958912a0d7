/** Audit records, error-log lines and debug logs, as ModSecurity 2 and 3 write them. */
@NullMarked
package io.rempart.engine.audit;

import org.jspecify.annotations.NullMarked;
