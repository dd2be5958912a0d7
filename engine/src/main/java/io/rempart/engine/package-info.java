/** The engine's public interface: rule set, transaction, verdict. */
@NullMarked
package io.rempart.engine;

import org.jspecify.annotations.NullMarked;
