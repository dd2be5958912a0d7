/** One class per sub-command. */
@NullMarked
package io.rempart.app.command;

import org.jspecify.annotations.NullMarked;
