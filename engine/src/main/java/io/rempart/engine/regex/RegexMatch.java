package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSlice;
import org.jspecify.annotations.Nullable;

/** Where a pattern matched a value: the span of the whole match (group 0) and of each group, in bytes. Immutable. */
public final class RegexMatch {
    private final ByteSlice value;
    private final int[] positions;

    RegexMatch(ByteSlice value, int[] positions) {
        this.value = value;
        this.positions = positions;
    }

    /** Where the match begins. */
    public int start() {
        return positions[0];
    }

    /** Where the match ends, exclusive. */
    public int end() {
        return positions[1];
    }

    /** How many groups the pattern has, the whole match not counted. */
    public int groupCount() {
        return positions.length / 2 - 1;
    }

    /** Where the group begins, or -1 when it took no part in the match. */
    public int start(int group) {
        return positions[2 * group];
    }

    /** Where the group ends, exclusive, or -1 when it took no part in the match. */
    public int end(int group) {
        return positions[2 * group + 1];
    }

    /** The bytes of the group, or null when it took no part in the match. */
    public @Nullable ByteSlice group(int group) {
        int start = positions[2 * group];
        return start < 0 ? null : value.slice(start, positions[2 * group + 1]);
    }
}
