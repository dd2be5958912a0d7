/** Reports of abuse to AbuseIPDB: what may be said, when, how often, and what the service answered. */
@NullMarked
package io.rempart.response.report;

import org.jspecify.annotations.NullMarked;
