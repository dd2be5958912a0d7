package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Literals by a few bytes of theirs, as a number that is not zero, with where these lie in them: open addressing, at most a quarter full,
 * literals with the same bytes one after another. Immutable.
 */
final class AnchorTable {
    private static final int MULTIPLIER = 0x9E3779B1;

    private final int shift;
    private final int[] words;
    /** By slot where its literals begin in the list below, which ends with a null for each slot. */
    private final int[] starts;

    private final @Nullable SearchedLiteral[] literals;
    private final int[] offsets;

    private AnchorTable(List<Anchor> sorted) {
        int bits = 35 - Integer.numberOfLeadingZeros(sorted.size() | 1);
        shift = 32 - bits;
        words = new int[1 << bits];
        starts = new int[1 << bits];
        literals = new SearchedLiteral[2 * sorted.size() + 1];
        offsets = new int[2 * sorted.size() + 1];
        int end = 0;
        for (int i = 0; i < sorted.size(); i++) {
            Anchor anchor = sorted.get(i);
            if (i == 0 || anchor.word != sorted.get(i - 1).word) {
                end += i == 0 ? 0 : 1;
                int slot = anchor.word * MULTIPLIER >>> shift;
                while (words[slot] != 0) {
                    slot = slot + 1 & words.length - 1;
                }
                words[slot] = anchor.word;
                starts[slot] = end;
            }
            literals[end] = anchor.literal;
            offsets[end++] = anchor.offset;
        }
    }

    /** Compares the literals that have the bytes, which stand at {@code position}. */
    void compare(int word, ByteSlice value, int position, long[] found) {
        int slot = word * MULTIPLIER >>> shift;
        int other = words[slot];
        while (other != word) {
            if (other == 0) {
                return;
            }
            slot = slot + 1 & words.length - 1;
            other = words[slot];
        }
        int i = starts[slot];
        SearchedLiteral literal = literals[i];
        while (literal != null) {
            literal.isFoundAt(value, position - offsets[i], found);
            literal = literals[++i];
        }
    }

    /** The bytes of memory it takes, without the literals. */
    long memory() {
        return 8L * (words.length + offsets.length);
    }

    private record Anchor(int word, SearchedLiteral literal, int offset) {}

    /** Collects the literals. */
    static final class Builder {
        private final List<Anchor> anchors = new ArrayList<>();

        void add(int word, SearchedLiteral literal, int offset) {
            anchors.add(new Anchor(word, literal, offset));
        }

        AnchorTable build() {
            anchors.sort(Comparator.comparingInt(Anchor::word));
            return new AnchorTable(anchors);
        }
    }
}
