package io.rempart.engine.rule;

import io.rempart.engine.bytes.ByteMask;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.ByteRarity;
import io.rempart.engine.literal.FewLiterals;
import io.rempart.engine.literal.LiteralScanner;
import io.rempart.engine.literal.Requirement;
import io.rempart.engine.regex.JointSearch;
import io.rempart.engine.regex.PatternUnions;
import io.rempart.engine.regex.RegexPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells which rules may match a value, without asking one after another. Immutable, thread-safe.
 *
 * <p>Each rule that can say what a value must contain ({@link Requirement}) has a bit. A requirement is a conjunction of clauses (one
 * of these literals must occur). There are two questions, and a third. {@link #possible}: does each clause have a literal of which the most unusual
 * byte occurs at all? Only bytes that are neither letters nor digits count, so ordinary values have few to look up. {@link
 * #candidates}: do the literals occur? Those of the first clauses of all rules form plane 0, those of the second plane 1, and so on;
 * one scan finds the literals of all planes; a rule is a candidate when its bit is set in every plane. In long values the patterns of
 * the candidates are searched, together ({@link #refute}). All answers err on one side
 * only: a rule that is no candidate surely does not match.
 */
public final class Gate {
    private static final int BYTE_PLANES = 2;
    private static final int PLANES = 3;

    /** As many literals are searched one after another. */
    private static final int MOST_FEW = 4;

    /** As many automatons of patterns are faster than the search for their literals. */
    private static final int MOST_UNIONS = 2;

    /** As many scanners are kept for sets of rules; each takes about 200 KB. */
    private static final int MOST_SPECIALS = 24;

    private static final ByteSet ORDINARY =
            ByteSet.range('a', 'z').or(ByteSet.range('A', 'Z')).or(ByteSet.range('0', '9'));

    private final int family;

    /** By bit, how long a value must be at least. */
    private final int[] shortest;

    private final int words;

    /** By plane, the rules that a value without any unusual byte may match. */
    private final long[] possibleAlways;

    /** By byte and plane, the rules that it makes possible. */
    private final long[] @Nullable [] possibleBy;

    private final ByteSet unusual;
    private final long[] plain;

    private final long[] initial;
    private final LiteralScanner literals;
    private final long[] @Nullable [] byByte;
    private final ByteSet listedBytes;

    /** By bit, the fewest literals of which a rule needs one, if they are few. */
    private final @Nullable FewLiterals[] fewBy;

    /** By bit, the patterns that must be found. */
    private final PatternUnions patterns;

    /** Scanners for the rules that long values are searched for. */
    private final Map<BitSet, LiteralScanner> specials = new ConcurrentHashMap<>();

    /** The rules that are looked for; null for all. */
    private final long @Nullable [] covered;

    /**
     * What the gate is told of a rule.
     *
     * @param pattern one that must be found for the rule to match; null when there is none
     */
    record Entry(Requirement requirement, @Nullable RegexPattern pattern) {}

    /** For rules by their bits. */
    Gate(int family, List<Entry> entries) {
        this.family = family;
        words = (entries.size() + 63) >>> 6;
        RegexPattern[] patternBy = new RegexPattern[words << 6];
        possibleAlways = new long[words * BYTE_PLANES];
        possibleBy = new long[256][];
        initial = new long[words * PLANES];
        byByte = new long[256][];
        fewBy = new FewLiterals[words << 6];
        shortest = new int[words << 6];
        LiteralScanner.Builder builder = LiteralScanner.builder();
        for (int bit = 0; bit < entries.size(); bit++) {
            patternBy[bit] = entries.get(bit).pattern();
            List<List<ByteSlice>> clauses = usable(entries.get(bit).requirement());
            addBytes(clauses, bit);
            fewBy[bit] = few(clauses);
            shortest[bit] = shortest(clauses);
            addLiterals(clauses, bit, builder);
        }
        literals = builder.build();
        patterns = new PatternUnions(patternBy);
        unusual = listed(possibleBy);
        listedBytes = listed(byByte);
        plain = conjunction(possibleAlways, BYTE_PLANES);
        covered = null;
    }

    private static List<List<ByteSlice>> usable(Requirement requirement) {
        List<List<ByteSlice>> clauses = new ArrayList<>();
        for (List<ByteSlice> clause : requirement.clauses()) {
            if (clause.stream().noneMatch(ByteSlice::isEmpty)) {
                clauses.add(clause);
            }
        }
        return clauses;
    }

    private static int shortest(List<List<ByteSlice>> clauses) {
        int shortest = 0;
        for (List<ByteSlice> clause : clauses) {
            int least = clause.stream().mapToInt(ByteSlice::length).min().orElse(0);
            shortest = Math.max(shortest, least);
        }
        return shortest;
    }

    private static @Nullable FewLiterals few(List<List<ByteSlice>> clauses) {
        List<ByteSlice> fewest = null;
        for (List<ByteSlice> clause : clauses) {
            boolean fewer = fewest == null || clause.size() < fewest.size();
            if (fewer && clause.stream().noneMatch(literal -> literal.length() < 2)) {
                fewest = clause;
            }
        }
        return fewest == null || fewest.size() > MOST_FEW ? null : new FewLiterals(fewest);
    }

    /** The rarest sets of bytes of which one must occur. */
    private void addBytes(List<List<ByteSlice>> clauses, int bit) {
        List<ByteSet> sets = new ArrayList<>();
        for (List<ByteSlice> clause : clauses) {
            ByteSet set = unusualBytes(clause);
            if (set != null) {
                sets.add(set);
            }
        }
        sets.sort(Comparator.comparingDouble(ByteRarity::of));
        for (int plane = 0; plane < BYTE_PLANES; plane++) {
            int id = (plane * words << 6) + bit;
            if (plane >= sets.size()) {
                set(possibleAlways, id);
                continue;
            }
            for (int b = 0; b < 256; b++) {
                if (sets.get(plane).contains(b)) {
                    set(row(possibleBy, b, words * BYTE_PLANES), id);
                }
            }
        }
    }

    /** Of each literal its rarest unusual byte; null when one has none. */
    private static @Nullable ByteSet unusualBytes(List<ByteSlice> clause) {
        ByteSet all = ByteSet.NONE;
        for (ByteSlice literal : clause) {
            ByteSet rarest = null;
            for (int i = 0; i < literal.length(); i++) {
                ByteSet one = ByteSet.NONE.plus(literal.at(i));
                if (!ORDINARY.contains(literal.at(i))
                        && (rarest == null || ByteRarity.of(one) < ByteRarity.of(rarest))) {
                    rarest = one;
                }
            }
            if (rarest == null) {
                return null;
            }
            all = all.or(rarest);
        }
        return all;
    }

    /** The clauses that tell most: those whose shortest literal is longest. */
    private void addLiterals(List<List<ByteSlice>> clauses, int bit, LiteralScanner.Builder builder) {
        List<List<ByteSlice>> best = new ArrayList<>(clauses);
        best.sort(Comparator.comparingInt((List<ByteSlice> clause) ->
                        clause.stream().mapToInt(ByteSlice::length).min().orElse(Integer.MAX_VALUE))
                .reversed());
        for (int plane = 0; plane < PLANES; plane++) {
            int id = (plane * words << 6) + bit;
            if (plane >= best.size()) {
                set(initial, id);
                continue;
            }
            for (ByteSlice literal : best.get(plane)) {
                if (literal.length() > 1) {
                    builder.add(literal, id);
                    continue;
                }
                int b = literal.at(0);
                set(row(byByte, b, words * PLANES), id);
                if (b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z') {
                    set(row(byByte, b ^ 0x20, words * PLANES), id);
                }
            }
        }
    }

    private static long[] row(long[] @Nullable [] rows, int b, int length) {
        long[] row = rows[b];
        if (row == null) {
            row = new long[length];
            rows[b] = row;
        }
        return row;
    }

    private static void set(long[] bits, int id) {
        bits[id >> 6] |= 1L << id;
    }

    private static ByteSet listed(long[] @Nullable [] rows) {
        ByteSet listed = ByteSet.NONE;
        for (int b = 0; b < 256; b++) {
            listed = rows[b] == null ? listed : listed.plus(b);
        }
        return listed;
    }

    private long[] conjunction(long[] bits, int planes) {
        long[] all = new long[words];
        for (int w = 0; w < words; w++) {
            long word = bits[w];
            for (int plane = 1; plane < planes; plane++) {
                word &= bits[plane * words + w];
            }
            all[w] = word;
        }
        return all;
    }

    private Gate(Gate other, long[] covered) {
        family = other.family;
        words = other.words;
        possibleAlways = other.possibleAlways;
        possibleBy = other.possibleBy;
        unusual = other.unusual;
        plain = other.plain;
        initial = other.initial;
        byByte = other.byByte;
        fewBy = other.fewBy;
        shortest = other.shortest;
        patterns = other.patterns;
        listedBytes = other.listedBytes;
        this.covered = covered;
        literals = other.literals.restrictedTo(id -> {
            int bit = id % (words << 6);
            return (covered[bit >> 6] >>> bit & 1) != 0;
        });
    }

    /** The same for some of the rules only, which is quicker; of others it tells nothing. */
    Gate restrictedTo(BitSet bits) {
        return new Gate(this, Arrays.copyOf(bits.toLongArray(), words));
    }

    /** Whether {@link #candidates} tells anything of the rule with the bit. */
    public boolean covers(int bit) {
        long[] some = covered;
        return some == null || (some[bit >> 6] >>> bit & 1) != 0;
    }

    /** How many bytes a value must have at least for the rule with the bit to match. */
    int shortest(int bit) {
        return shortest[bit];
    }

    /** 0 for the rules of the request phases, 1 for the others. */
    public int family() {
        return family;
    }

    /** How many longs the bits of all rules take. */
    public int words() {
        return words;
    }

    /**
     * The bits of those wanted rules that may match a long value. It is searched for what they need alone: rules that need one of a few
     * literals are asked one by one when they are few; where the patterns of all are a few automatons, those alone will be asked ({@link
     * #refute}); otherwise the search is made for that set of rules, and kept.
     *
     * @param wanted the rules, of which only those count that are possible
     */
    public long[] candidates(ByteSlice value, ByteMask mask, long[] possible, long[] wanted, Scratch room) {
        long[] asked = new long[words];
        int few = 0;
        for (int w = 0; w < words; w++) {
            asked[w] = wanted[w] & possible[w];
            for (long rest = asked[w]; rest != 0; rest &= rest - 1) {
                FewLiterals literals = fewBy[w * 64 + Long.numberOfTrailingZeros(rest)];
                few += literals == null ? MOST_FEW + 1 : literals.size();
            }
        }
        if (few <= MOST_FEW) {
            return oneByOne(value, asked);
        }
        if (patterns.areFew(asked, MOST_UNIONS)) {
            return asked;
        }
        long[] found = find(value, mask, possible, special(asked), room);
        for (int w = 0; w < words; w++) {
            found[w] &= asked[w];
        }
        return found;
    }

    private long[] oneByOne(ByteSlice value, long[] asked) {
        for (int w = 0; w < words; w++) {
            for (long rest = asked[w]; rest != 0; rest &= rest - 1) {
                FewLiterals literals = fewBy[w * 64 + Long.numberOfTrailingZeros(rest)];
                if (literals != null && !literals.occurIn(value)) {
                    asked[w] &= ~Long.lowestOneBit(rest);
                }
            }
        }
        return asked;
    }

    /**
     * Adds the value to a search that takes out those of the rules whose pattern does not match anywhere in it; all patterns and values
     * are searched together by {@link JointSearch#run}.
     *
     * @return how many automatons will read the value
     */
    public int refute(ByteSlice value, long[] rules, JointSearch search) {
        return search.add(value, rules, patterns);
    }

    /** The scanner for a set of rules; that of all where too many sets have been asked for. */
    private LiteralScanner special(long[] asked) {
        BitSet bits = BitSet.valueOf(asked);
        LiteralScanner known = specials.get(bits);
        if (known == null) {
            if (specials.size() >= MOST_SPECIALS) {
                return literals;
            }
            known = literals.restrictedTo(id -> {
                int bit = id % (words << 6);
                return (asked[bit >> 6] >>> bit & 1) != 0;
            });
            specials.put(bits, known);
        }
        return known;
    }

    /** Room to work in, kept for a transaction. For one thread. */
    public static final class Scratch {
        private static final int POSSIBLE_BITS = 6;

        private long[] bits = new long[0];
        private @Nullable Possible[] possible = new Possible[0];
        private final LiteralScanner.Scratch literals = new LiteralScanner.Scratch();

        private long[] bits(int words) {
            if (bits.length < words) {
                bits = new long[words];
            }
            return bits;
        }

        /** By a hash of the bytes, what was answered last: the values of a transaction are of few kinds. */
        private long[] possible(Gate gate, long b0, long b1) {
            if (possible.length == 0) {
                possible = new Possible[1 << POSSIBLE_BITS];
            }
            long hash = b0 * 31 + b1;
            int slot = (int) (hash * 0x9E3779B97F4A7C15L >>> 64 - POSSIBLE_BITS);
            Possible known = possible[slot];
            if (known == null || known.gate != gate || known.b0 != b0 || known.b1 != b1) {
                known = new Possible(gate, b0, b1, gate.possible(b0, b1, 0, 0));
                possible[slot] = known;
            }
            return known.rules;
        }
    }

    /** An answer of {@link #possible} about ASCII. */
    private record Possible(Gate gate, long b0, long b1, long[] rules) {}

    /** The bytes of memory it takes, about. */
    public long memory() {
        return literals.memory();
    }

    /**
     * The bits of the rules that a value may match; not to be changed.
     *
     * @param mask the bytes that occur in it
     * @param more bytes that may occur besides
     */
    public long[] possible(ByteMask mask, ByteSet more, Scratch room) {
        long b0 = (mask.bits0 | more.bits0()) & unusual.bits0();
        long b1 = (mask.bits64 | more.bits64()) & unusual.bits64();
        long b2 = (mask.bits128 | more.bits128()) & unusual.bits128();
        long b3 = (mask.bits192 | more.bits192()) & unusual.bits192();
        if ((b2 | b3) != 0) {
            return possible(b0, b1, b2, b3); // decoded by chance, and hardly ever twice
        }
        return (b0 | b1) == 0 ? plain : room.possible(this, b0, b1);
    }

    private long[] possible(long b0, long b1, long b2, long b3) {
        long[] bits = possibleAlways.clone();
        add(possibleBy, b0, 0, bits);
        add(possibleBy, b1, 64, bits);
        add(possibleBy, b2, 128, bits);
        add(possibleBy, b3, 192, bits);
        for (int w = 0; w < words; w++) {
            bits[w] &= bits[words + w];
        }
        return bits;
    }

    /**
     * The bits of the rules that may match the value.
     *
     * @param possible what {@link #possible} says of it
     */
    public long[] candidates(ByteSlice value, ByteMask mask, long[] possible, Scratch room) {
        return find(value, mask, possible, literals, room);
    }

    private long[] find(ByteSlice value, ByteMask mask, long[] possible, LiteralScanner literals, Scratch room) {
        long[] scratch = room.bits(words * PLANES);
        System.arraycopy(initial, 0, scratch, 0, initial.length);
        add(byByte, mask.bits0 & listedBytes.bits0(), 0, scratch);
        add(byByte, mask.bits64 & listedBytes.bits64(), 64, scratch);
        add(byByte, mask.bits128 & listedBytes.bits128(), 128, scratch);
        add(byByte, mask.bits192 & listedBytes.bits192(), 192, scratch);
        literals.scan(value, scratch, room.literals);
        long[] out = new long[words];
        for (int w = 0; w < words; w++) {
            out[w] = possible[w] & scratch[w] & scratch[words + w] & scratch[2 * words + w];
        }
        return out;
    }

    private static void add(long[] @Nullable [] rows, long bytes, int base, long[] bits) {
        long rest = bytes;
        while (rest != 0) {
            long[] rules = rows[base + Long.numberOfTrailingZeros(rest)];
            rest &= rest - 1;
            if (rules != null) {
                for (int i = 0; i < rules.length; i++) {
                    bits[i] |= rules[i];
                }
            }
        }
    }
}
