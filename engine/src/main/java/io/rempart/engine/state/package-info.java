/** What one transaction holds: settings, the data of request and response, collections. No rule logic. */
@NullMarked
package io.rempart.engine.state;

import org.jspecify.annotations.NullMarked;
