/** Where persistent collections are kept. */
@NullMarked
package io.rempart.engine.collection;

import org.jspecify.annotations.NullMarked;
