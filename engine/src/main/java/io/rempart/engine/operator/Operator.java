package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;

/**
 * The test a rule makes on a value ({@code @rx}, {@code @pm}, {@code @ipMatch}). Created once when the rules are compiled;
 * implementations are immutable and thread-safe, their time is bounded by the length of the value (and the steps of the
 * context), and bad input is no match, not an exception.
 */
public interface Operator {
    /** The name in SecLang, without the {@code @}, as the manual spells it. */
    String name();

    /** Whether the value matches. Negation ({@code !@rx}) is the rule's, not the operator's. */
    boolean matches(ByteSlice value, OperatorContext context);

    /**
     * What a value must contain for {@link #matches} to be possible, so that the rules of a phase share one search. {@link
     * Requirement#UNKNOWN} (the default) when nothing can be said.
     */
    default Requirement requirement() {
        return Requirement.UNKNOWN;
    }
}
