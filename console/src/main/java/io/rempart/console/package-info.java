/** The console: its server, what it is started with, and the interfaces it needs of the house. */
@NullMarked
package io.rempart.console;

import org.jspecify.annotations.NullMarked;
