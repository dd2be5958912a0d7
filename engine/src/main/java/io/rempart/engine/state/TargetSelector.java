package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.RegexPattern;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a variable: all, those under a key, those under keys that a pattern matches, or (XML) those at an XPath.
 * Immutable.
 *
 * @param variable the variable
 * @param key the key as written, null for all values
 * @param pattern the pattern for keys, null when the key is meant literally
 */
public record TargetSelector(
        Variable variable,
        @Nullable ByteSlice key,
        @Nullable RegexPattern pattern) {
    /** Whether all values of the variable are meant. */
    public boolean isWhole() {
        return key == null && pattern == null;
    }

    /** Whether the value under the key (null when it has none) of the variable is selected. */
    public boolean selects(Variable other, @Nullable ByteSlice otherKey) {
        return variable == other && selectsKey(otherKey);
    }

    /** Whether values under the key are selected. */
    public boolean selectsKey(@Nullable ByteSlice otherKey) {
        if (pattern != null) {
            return otherKey != null && pattern.find(otherKey);
        }
        return key == null || otherKey != null && Ascii.equalIgnoreCase(key, otherKey);
    }

    /** As a rule writes it: {@code ARGS}, {@code ARGS:foo}, {@code ARGS:/foo/}. */
    @Override
    public String toString() {
        return key == null ? variable.name() : variable.name() + ":" + key;
    }
}
