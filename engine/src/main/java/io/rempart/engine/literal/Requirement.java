package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;

/**
 * What a value must contain for a match to be possible: at least one literal of each clause, ASCII case ignored. The gate
 * asks one automaton for the literals of all rules; a value that lacks a clause needs no further look. Immutable.
 *
 * @param clauses conjunction of disjunctions; without any clause nothing is known and every value must be looked at. A clause
 *     without literals can't be met: nothing ever matches.
 * @param exact whether meeting the requirement already is the match ({@code @pm}, {@code @contains} of letters that have no
 *     case)
 */
public record Requirement(List<List<ByteSlice>> clauses, boolean exact) {
    /** Nothing is known. */
    public static final Requirement UNKNOWN = new Requirement(List.of(), false);

    /** A copy that can't be changed from outside. */
    public Requirement {
        clauses = clauses.stream().map(List::copyOf).toList();
    }

    /** At least one of the literals must occur. */
    public static Requirement anyOf(List<ByteSlice> literals) {
        return new Requirement(List.of(literals), false);
    }

    /** At least one of the bytes must occur. */
    public static Requirement anyByte(ByteSet bytes) {
        List<ByteSlice> literals = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            if (bytes.contains(b)) {
                literals.add(ByteSlice.of(new byte[] {(byte) b}));
            }
        }
        return anyOf(literals);
    }

    /** Whether every value must be looked at. */
    public boolean isUnknown() {
        return clauses.isEmpty();
    }
}
