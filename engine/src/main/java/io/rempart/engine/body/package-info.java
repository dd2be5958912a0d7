/** Body processors: URL-encoded, multipart, JSON, XML. */
@NullMarked
package io.rempart.engine.body;

import org.jspecify.annotations.NullMarked;
