/** Values as attackers sent them: bytes, never characters. */
@NullMarked
package io.rempart.engine.bytes;

import org.jspecify.annotations.NullMarked;
