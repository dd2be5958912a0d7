package io.rempart.engine.rule;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.LiteralSet;
import io.rempart.engine.literal.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells in one pass over a value which rules may match it. Immutable, thread-safe.
 *
 * <p>Each rule that can say what a value must contain ({@link Requirement}) has a bit. A requirement is a conjunction of clauses
 * (one of these literals must occur); the literals of the first clauses of all rules form plane 0, those of the second plane 1, and
 * so on. One automaton finds the literals of all planes at once; literals of one byte are looked up in the set of the value's bytes
 * instead. A rule is a candidate when its bit is set in every plane. The answer errs on one side only: a rule that is no candidate
 * surely does not match.
 */
public final class Gate {
    private static final int PLANES = 3;

    /** Longer literals are searched by their beginning: the automaton stays small, and few values have the one without the other. */
    private static final int LONGEST_LITERAL = 7;

    private final int words;
    private final int planes;
    private final long[] initial;
    private final @Nullable LiteralSet literals;
    private final long[] @Nullable [] byByte;
    private final ByteSet listedBytes;

    private Gate(
            int words,
            int planes,
            long[] initial,
            @Nullable LiteralSet literals,
            long[] @Nullable [] byByte,
            ByteSet listedBytes) {
        this.words = words;
        this.planes = planes;
        this.initial = initial;
        this.literals = literals;
        this.byByte = byByte;
        this.listedBytes = listedBytes;
    }

    /** For rules by their bits. */
    static Gate of(List<Requirement> requirements) {
        int words = (requirements.size() + 63) >>> 6;
        long[] initial = new long[words * PLANES];
        LiteralSet.Builder builder = LiteralSet.builder().caseInsensitive();
        boolean any = false;
        long[][] byByte = new long[256][];
        ByteSet listed = ByteSet.NONE;
        for (int bit = 0; bit < requirements.size(); bit++) {
            List<List<ByteSlice>> clauses = best(requirements.get(bit));
            for (int plane = 0; plane < PLANES; plane++) {
                int id = (plane * words << 6) + bit;
                if (plane >= clauses.size()) {
                    initial[id >> 6] |= 1L << id;
                    continue;
                }
                for (ByteSlice literal : clauses.get(plane)) {
                    if (literal.length() == 1) {
                        for (int b : bothCases(literal.at(0))) {
                            listed = listed.plus(b);
                            if (byByte[b] == null) {
                                byByte[b] = new long[words * PLANES];
                            }
                            byByte[b][id >> 6] |= 1L << id;
                        }
                    } else {
                        builder.add(literal.slice(0, Math.min(LONGEST_LITERAL, literal.length())), id);
                        any = true;
                    }
                }
            }
        }
        return new Gate(words, PLANES, initial, any ? builder.build() : null, byByte, listed);
    }

    private static int[] bothCases(int b) {
        boolean letter = b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
        return letter ? new int[] {b, b ^ 0x20} : new int[] {b};
    }

    /** The clauses that tell most: those whose shortest literal is longest. */
    private static List<List<ByteSlice>> best(Requirement requirement) {
        List<List<ByteSlice>> clauses = new ArrayList<>();
        for (List<ByteSlice> clause : requirement.clauses()) {
            if (clause.stream().noneMatch(ByteSlice::isEmpty)) {
                clauses.add(clause);
            }
        }
        clauses.sort(Comparator.comparingInt((List<ByteSlice> clause) ->
                        clause.stream().mapToInt(ByteSlice::length).min().orElse(Integer.MAX_VALUE))
                .reversed());
        return clauses.size() <= PLANES ? clauses : clauses.subList(0, PLANES);
    }

    /** How many longs the bits of all rules take. */
    public int words() {
        return words;
    }

    /** How many longs {@link #candidates} needs to work in. */
    public int scratch() {
        return Math.max(words * planes, literals == null ? 0 : literals.words());
    }

    /** The bytes of memory it takes, about. */
    public long memory() {
        return literals == null ? 0 : literals.memory();
    }

    /** Sets the bits of the rules that may match the value, from {@code out[at]} on. */
    public void candidates(ByteSlice value, ByteSet bytes, long[] scratch, long[] out, int at) {
        System.arraycopy(initial, 0, scratch, 0, initial.length);
        addBytes(bytes.bits0() & listedBytes.bits0(), 0, scratch);
        addBytes(bytes.bits64() & listedBytes.bits64(), 64, scratch);
        addBytes(bytes.bits128() & listedBytes.bits128(), 128, scratch);
        addBytes(bytes.bits192() & listedBytes.bits192(), 192, scratch);
        if (literals != null) {
            literals.scan(value, scratch);
        }
        for (int w = 0; w < words; w++) {
            out[at + w] = scratch[w] & scratch[words + w] & scratch[2 * words + w];
        }
    }

    private void addBytes(long bits, int base, long[] scratch) {
        long rest = bits;
        while (rest != 0) {
            long[] rules = byByte[base + Long.numberOfTrailingZeros(rest)];
            rest &= rest - 1;
            if (rules != null) {
                for (int i = 0; i < rules.length; i++) {
                    scratch[i] |= rules[i];
                }
            }
        }
    }
}
