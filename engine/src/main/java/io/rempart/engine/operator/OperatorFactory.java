package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;

/**
 * Makes an operator from what the rule says after its name; once, while the rules are loaded. The registry is {@code
 * Operators}: {@code Operators.byName(name)} (ASCII case is ignored) gives the factory, or null for a name nobody knows.
 */
@FunctionalInterface
public interface OperatorFactory {
    /**
     * Makes the operator.
     *
     * @param argument the text after the operator's name, macros not expanded; an operator that takes macros expands it by
     *     {@link OperatorContext#expand} each time, and only when it holds one
     * @throws IllegalArgumentException when the argument makes no sense; the message is a sentence for the rule's author
     * @throws IOException when a file it names can't be read; the message names it
     */
    Operator create(ByteSlice argument, OperatorEnvironment environment) throws IOException;
}
