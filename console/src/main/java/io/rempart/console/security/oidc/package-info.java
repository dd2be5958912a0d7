/** Who may see the console: accounts, log-in, the first link, and what every request is checked for. */
@NullMarked
package io.rempart.console.security.oidc;

import org.jspecify.annotations.NullMarked;
