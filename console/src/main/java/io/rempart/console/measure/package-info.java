/** What is told to who watches over the server: metrics and health. */
@NullMarked
package io.rempart.console.measure;

import org.jspecify.annotations.NullMarked;
