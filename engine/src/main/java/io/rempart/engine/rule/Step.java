package io.rempart.engine.rule;

import io.rempart.engine.action.Action;
import org.jspecify.annotations.Nullable;

/**
 * An action that ModSecurity 3 runs after the whole chain matched. Immutable.
 *
 * @param name as its debug log has it
 * @param inherited whether SecDefaultAction says so
 * @param action what to do, null where it is only told
 */
public record Step(String name, boolean inherited, @Nullable Action action) {}
