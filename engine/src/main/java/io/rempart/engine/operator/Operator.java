package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import io.rempart.engine.regex.RegexPattern;
import org.jspecify.annotations.Nullable;

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

    /**
     * A pattern that must be found in a value for {@link #matches} to be possible, so that several patterns are searched together in
     * long values; null (the default) when there is none.
     */
    default @Nullable RegexPattern pattern() {
        return null;
    }

    /**
     * What the log says of a match, in the words of ModSecurity 2 with the full stop where it has one: {@code Pattern match "..." at
     * ARGS:q.} Asked only when a match is logged; may look at the value once more.
     *
     * @param value the value that matched
     * @param target the variable's name as logs show it, escaped ({@code ARGS:q})
     * @param context the same context as in {@link #matches}, for macros
     */
    default String message(ByteSlice value, String target, OperatorContext context) {
        return "Operator " + name() + " matched at " + target + ".";
    }
}
