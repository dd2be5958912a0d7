package io.rempart.engine.transformation;

import io.rempart.engine.bytes.ByteMask;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * One step of a rule's transformation chain ({@code t:urlDecodeUni}). Implementations are stateless and thread-safe, run in
 * time linear in the input, and never fail: what can't be decoded stays as it is.
 */
public interface Transformation {
    /** The name in SecLang, as the manual spells it. */
    String name();

    /**
     * Applies the step.
     *
     * @return the very same {@code value} object when the step changes nothing, else a new slice; so identity tells exactly
     *     whether the value changed (multiMatch)
     */
    ByteSlice apply(ByteSlice value);

    /**
     * The bytes of which at least one must occur in a value for this step to change it. {@link ByteSet#ALL} (the default)
     * when that can't be said; a value without any of them is passed on without a call.
     */
    default ByteSet triggers() {
        return ByteSet.ALL;
    }

    /**
     * The bytes that the result may have although the value has none of them; the case of ASCII letters is of no account. {@link
     * ByteSet#ALL} (the default) for what decodes. A step that only takes away or evens out names few or none, so that what can't
     * be in its result is known without taking it.
     */
    default ByteSet introduces() {
        return ByteSet.ALL;
    }

    /**
     * The bytes that may occur in the result of a value that the step changes, so that nobody reads it again to know them. It may name
     * bytes that don't occur, but no such letter.
     *
     * @param before the bytes that occur in the value
     * @return null (the default) when the result must be read to tell
     */
    default @Nullable ByteMask bytesAfter(ByteMask before) {
        return null;
    }

    /**
     * How many bytes a value must have at least for the result to have so many; 0 (the default) when that can't be said. So what rules
     * look for in the result is known not to be there when the value is too short for it.
     */
    default int fewestFor(int resultLength) {
        return 0;
    }

    /** Whether the step changes the empty value, in which no trigger can occur ({@code t:length} gives {@code 0}). */
    default boolean changesEmpty() {
        return false;
    }
}
