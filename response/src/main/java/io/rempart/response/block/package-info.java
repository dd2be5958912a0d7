/** The firewall as it should be and as it is: sets of addresses, drivers, the process that alone may change it. */
@NullMarked
package io.rempart.response.block;

import org.jspecify.annotations.NullMarked;
