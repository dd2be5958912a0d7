@NullMarked
package io.rempart.console.live;

import org.jspecify.annotations.NullMarked;
