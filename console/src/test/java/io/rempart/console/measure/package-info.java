@NullMarked
package io.rempart.console.measure;

import org.jspecify.annotations.NullMarked;
