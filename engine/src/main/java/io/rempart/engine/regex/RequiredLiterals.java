package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import java.util.List;

/**
 * What every value that a pattern matches must have: conditions that are cheap to test, so that the pattern itself needs to be run
 * only where they hold. They are necessary, never sufficient. Immutable, thread-safe.
 *
 * @param clauses of each clause at least one literal must occur in the value, ASCII case ignored; the literals are in lower case and
 *     not empty, the most telling clause comes first; an empty list says that no literal is known
 * @param minimumLength the least number of bytes
 * @param firstBytes the bytes that a match can begin with, every byte if a match can be empty
 * @param neededBytes a set of which at least one byte must occur in the value, every byte if none is needed
 * @param anchoredAtStart whether each match begins where the value begins
 * @param anchoredAtEnd whether each match ends where the value ends
 */
public record RequiredLiterals(
        List<List<ByteSlice>> clauses,
        int minimumLength,
        ByteSet firstBytes,
        ByteSet neededBytes,
        boolean anchoredAtStart,
        boolean anchoredAtEnd) {
    /** Nothing is required. */
    public static final RequiredLiterals NOTHING =
            new RequiredLiterals(List.of(), 0, ByteSet.ALL, ByteSet.ALL, false, false);

    /** Whether there is at least one clause of literals. */
    public boolean hasLiterals() {
        return !clauses.isEmpty();
    }

    /** The length of the shortest literal of the first clause, 0 when there is none. */
    public int shortestLiteral() {
        return clauses.isEmpty()
                ? 0
                : clauses.get(0).stream().mapToInt(ByteSlice::length).min().orElse(0);
    }

    /** Whether a value of that length with these bytes in it can match at all. */
    public boolean admits(int length, ByteSet bytesInValue) {
        if (length < minimumLength) {
            return false;
        }
        // with a minimum length of 0 the empty match needs no byte
        return minimumLength == 0 || bytesInValue.intersects(neededBytes) && bytesInValue.intersects(firstBytes);
    }
}
