package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSearch;
import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many literals occur in a value, ASCII case ignored, for the gate in front of the rules. Immutable, thread-safe.
 *
 * <p>Where the short ones are few, the long ones and they are searched one after the other ({@link LongLiterals}, {@link ShortLiterals}),
 * each at so few positions that both together take a third of the time of the search at every position that is made otherwise ({@link
 * WindowSearch}). A literal of which all ids have been found already is not compared again, so text full of common words is no slower.
 */
public final class LiteralScanner {
    /** How much of text may have a pair of bytes that the search for the short ones looks for. */
    private static final double MOST_PAIRS = 0.15;

    private final List<SearchedLiteral> literals;

    /** Either these, if there are such literals, or the search for all. */
    private final @Nullable ShortLiterals shorts;

    private final @Nullable LongLiterals longs;
    private final @Nullable WindowSearch windows;

    private LiteralScanner(List<SearchedLiteral> literals) {
        this.literals = literals;
        List<SearchedLiteral> few = new ArrayList<>();
        List<SearchedLiteral> others = new ArrayList<>();
        for (SearchedLiteral literal : literals) {
            (literal.length() < LongLiterals.SHORTEST ? few : others).add(literal);
        }
        ShortLiterals some = few.isEmpty() ? null : new ShortLiterals(few);
        boolean apart = some == null || some.share() <= MOST_PAIRS;
        shorts = apart ? some : null;
        longs = apart && !others.isEmpty() ? new LongLiterals(others) : null;
        windows = apart ? null : new WindowSearch(literals);
    }

    /** The same, but looking only for literals of which some id passes the test. */
    public LiteralScanner restrictedTo(IntPredicate ids) {
        return new LiteralScanner(literals.stream()
                .filter(literal -> Arrays.stream(literal.ids).anyMatch(ids))
                .toList());
    }

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder();
    }

    /** How many different literals there are. */
    public int size() {
        return literals.size();
    }

    /** The bytes of memory it takes, about. */
    public long memory() {
        long sum = (shorts == null ? 0 : shorts.memory())
                + (longs == null ? 0 : longs.memory())
                + (windows == null ? 0 : windows.memory());
        for (SearchedLiteral literal : literals) {
            sum += 64 + literal.length() + 4L * literal.ids.length;
        }
        return sum;
    }

    /**
     * Sets the bit of each id whose literal occurs in the value: id {@code n} is bit {@code n & 63} of {@code found[n >> 6]}. Other bits
     * are left as they are.
     */
    public void scan(ByteSlice value, long[] found, Scratch scratch) {
        if (windows != null) {
            windows.scan(value, found, scratch.windows);
        }
        if (longs != null) {
            longs.scan(value, found);
        }
        if (shorts != null) {
            shorts.scan(value, found);
        }
    }

    /** Room to work in, kept from one value to the next. For one thread. */
    public static final class Scratch {
        private final WindowSearch.Scratch windows = new WindowSearch.Scratch();
    }

    /** Collects literals. Not thread-safe. */
    public static final class Builder {
        private final Map<ByteSlice, Set<Integer>> literals = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a literal of at least two bytes; several may have the same id, and a literal several ids.
         *
         * @throws IllegalArgumentException if it is shorter or the id is negative
         */
        public Builder add(ByteSlice literal, int id) {
            if (literal.length() < ShortLiterals.SHORTEST || id < 0) {
                throw new IllegalArgumentException("literal " + literal + " with id " + id);
            }
            byte[] lower = literal.toArray();
            ByteSearch.lower(lower, 0, lower.length);
            literals.computeIfAbsent(ByteSlice.of(lower), text -> new LinkedHashSet<>())
                    .add(id);
            return this;
        }

        /** Builds the scanner. */
        public LiteralScanner build() {
            List<SearchedLiteral> all = new ArrayList<>();
            literals.forEach((text, ids) -> all.add(new SearchedLiteral(
                    text.toArray(), ids.stream().mapToInt(Integer::intValue).toArray())));
            return new LiteralScanner(List.copyOf(all));
        }
    }
}
