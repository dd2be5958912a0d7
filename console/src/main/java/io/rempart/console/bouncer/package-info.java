/** What bouncers of other machines ask: CrowdSec's protocol, and plain lists. */
@NullMarked
package io.rempart.console.bouncer;

import org.jspecify.annotations.NullMarked;
