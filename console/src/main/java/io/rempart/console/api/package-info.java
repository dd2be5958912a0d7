/** The programming interface: JSON over HTTP for all that the pages show and do. */
@NullMarked
package io.rempart.console.api;

import org.jspecify.annotations.NullMarked;
