package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;

/**
 * Many literals, searched all at once in one pass over a value ({@code @pm}, and the gate in front of the patterns).
 *
 * <p>Each literal has an id; several literals may share one. Immutable, thread-safe; scanning allocates nothing.
 */
public final class LiteralSet {
    private final LiteralAutomaton automaton;
    private final int idBound;
    private final int size;

    private LiteralSet(LiteralAutomaton automaton, int idBound, int size) {
        this.automaton = automaton;
        this.idBound = idBound;
        this.size = size;
    }

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder();
    }

    /** How many literals were added. */
    public int size() {
        return size;
    }

    /** One above the greatest id; 0 when there is no literal. */
    public int idBound() {
        return idBound;
    }

    /** How long the array for {@link #scan} must be at least. */
    public int words() {
        return (idBound + 63) >>> 6;
    }

    /** The bytes of memory that the automaton takes, about. */
    public long memory() {
        return automaton.memory();
    }

    /** How many states the automaton has. */
    public int states() {
        return automaton.states();
    }

    /** Whether any literal occurs in the value. */
    public boolean occurs(ByteSlice value) {
        return automaton.first(value, 0, null) >= 0;
    }

    /**
     * The id of the literal that ends first in the value (the longest, of those that end there), or -1.
     *
     * @param span receives where it begins and ends (exclusive); at least two long
     */
    public int firstMatch(ByteSlice value, int[] span) {
        return automaton.first(value, 0, span);
    }

    /** The same from a position on. */
    public int firstMatch(ByteSlice value, int from, int[] span) {
        return automaton.first(value, from, span);
    }

    /**
     * Sets the bit of each id whose literal occurs in the value: id {@code n} is bit {@code n & 63} of {@code foundIds[n >> 6]}. Other
     * bits are left as they are.
     */
    public void scan(ByteSlice value, long[] foundIds) {
        automaton.scan(value, foundIds);
    }

    /** Collects literals. Not thread-safe. */
    public static final class Builder {
        private final List<ByteSlice> literals = new ArrayList<>();
        private final List<Integer> ids = new ArrayList<>();
        private boolean caseInsensitive;

        private Builder() {}

        /** ASCII letters match in either case. */
        public Builder caseInsensitive() {
            caseInsensitive = true;
            return this;
        }

        /**
         * Adds a literal.
         *
         * @throws IllegalArgumentException if it is empty (it would occur everywhere) or the id is negative
         */
        public Builder add(ByteSlice literal, int id) {
            if (literal.isEmpty() || id < 0) {
                throw new IllegalArgumentException(
                        "literal " + literal + " with id " + id + ": empty, or a negative id");
            }
            literals.add(literal);
            ids.add(id);
            return this;
        }

        /** Builds the automaton. */
        public LiteralSet build() {
            int bound = 0;
            int[] numbers = new int[ids.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = ids.get(i);
                bound = Math.max(bound, numbers[i] + 1);
            }
            return new LiteralSet(
                    LiteralAutomatonBuilder.build(literals, numbers, caseInsensitive), bound, numbers.length);
        }
    }
}
