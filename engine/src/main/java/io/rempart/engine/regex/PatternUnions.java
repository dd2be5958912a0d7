package io.rempart.engine.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which patterns are searched as one automaton: those that are asked about in the same values, as long as their states together stay
 * few. It is learned from what is asked, and decides only how fast an answer comes. Thread-safe.
 *
 * <p>Patterns begin alone. Unions that are asked about in the same value become one, up to {@value #MOST_MEMBERS} members. A union
 * that keeps building states is split in halves, which stay as they are. So each pattern takes part in a bounded number of changes,
 * and an attacker whose values have many states gets the speed of single automatons, not less.
 */
public final class PatternUnions {
    static final int MOST_MEMBERS = 8;

    /** As often unions are made of others; each takes up to about 500 KB when much used. */
    static final int MOST_UNIONS = 48;

    private final @Nullable PatternUnion[] byBit;
    private int made;

    /** For patterns by their bits; a bit without one has no union. */
    public PatternUnions(@Nullable RegexPattern[] patterns) {
        byBit = new PatternUnion[patterns.length];
        for (int bit = 0; bit < patterns.length; bit++) {
            RegexPattern pattern = patterns[bit];
            byBit[bit] = pattern == null ? null : PatternUnion.of(bit, pattern, false);
        }
    }

    /** Whether the patterns of all these bits are no more automatons than {@code most}. */
    public synchronized boolean areFew(long[] bits, int most) {
        for (int w = 0; w < bits.length; w++) {
            for (long rest = bits[w]; rest != 0; rest &= rest - 1) {
                if (byBit[w * 64 + Long.numberOfTrailingZeros(rest)] == null) {
                    return false;
                }
            }
        }
        return of(bits).length <= most;
    }

    /** The unions that the bits belong to, each once; bits without a pattern are passed over. */
    synchronized PatternUnion[] of(long[] bits) {
        PatternUnion[] unions = new PatternUnion[8];
        int count = 0;
        for (int w = 0; w < bits.length; w++) {
            for (long rest = bits[w]; rest != 0; rest &= rest - 1) {
                PatternUnion union = byBit[w * 64 + Long.numberOfTrailingZeros(rest)];
                boolean known = union == null;
                for (int i = 0; i < count && !known; i++) {
                    known = unions[i] == union;
                }
                if (!known && union != null) {
                    unions = count == unions.length ? Arrays.copyOf(unions, count * 2) : unions;
                    unions[count++] = union;
                }
            }
        }
        return Arrays.copyOf(unions, join(unions, count));
    }

    /** Joins neighbours first: rules that stand together look for alike things, and their patterns share states. */
    private int join(PatternUnion[] unions, int before) {
        int count = before;
        for (int i = 0; i < count && made < MOST_UNIONS; i++) {
            List<PatternUnion> together = new ArrayList<>(List.of(unions[i]));
            int kept = i + 1;
            for (int k = kept; k < count; k++) {
                if (PatternUnion.mayJoin(together, unions[k], MOST_MEMBERS)) {
                    together.add(unions[k]);
                } else {
                    unions[kept++] = unions[k];
                }
            }
            count = kept;
            if (together.size() > 1) {
                made++;
                unions[i] = PatternUnion.joined(together);
                put(unions[i]);
            }
        }
        return count;
    }

    private void put(PatternUnion union) {
        for (int bit : union.bits) {
            byBit[bit] = union;
        }
    }

    /** Notes that a union read so many bytes. */
    synchronized void read(PatternUnion union, long bytes) {
        if (union.paysAfter(bytes) || byBit[union.bits[0]] != union) {
            return;
        }
        int half = union.size() / 2;
        for (PatternUnion part : new PatternUnion[] {union.part(0, half), union.part(half, union.size())}) {
            if (part != null) {
                put(part);
            }
        }
    }
}
