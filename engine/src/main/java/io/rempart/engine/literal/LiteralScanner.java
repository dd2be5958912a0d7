package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many literals occur in a value, ASCII case ignored, for the gate in front of the rules. Immutable, thread-safe.
 *
 * <p>Of each literal one window is chosen: six bytes in a row of which the first three are the rarest, four of a shorter literal, or
 * all of it. At each position of the value the next three bytes are looked up in a set of bits; the look-ups do not depend on each other, so
 * that a core does several at once. Only where one of them says yes, the windows themselves are looked up in a table, and the literals
 * that have the window there are compared. A literal of which all ids have been found already is not compared again, so text full of
 * common words is no slower. The work for one position is bounded by the literals that share a window.
 *
 * <p>The idea of a rare window is that of Wu and Manber, "A fast algorithm for multi-pattern searching" (1994), without its shifts:
 * the many short literals of rule sets leave nothing to skip.
 */
public final class LiteralScanner {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FOLD = 0x2020202020202020L;
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final long LONG_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long SIX = 0xFFFFFFFFFFFFL;
    private static final long[] WINDOW_MASKS = {0, 0, 0xFFFF, 0xFFFFFF, 0xFFFFFFFFL, 0, SIX};

    /** Rows of {@link Filter#starts}. */
    private static final int ROW_BITS = 11;

    private static final int PAIR_BITS = 16;
    private static final int TRIPLE_BITS = 16;
    private static final int QUAD_BITS = 17;
    private static final int SIX_BITS = 17;

    /** A value from this length on is searched with a copy of the filter, from which windows are taken when all of theirs is found. */
    private static final int LONG = 4096;

    private final Filter filter = new Filter(false);

    private final Table table;

    /** Of which entries the ids are looked for; null for all. */
    private final boolean @Nullable [] wanted;

    /** The literals by their windows, shared by all restricted scanners of the same literals. */
    private static final class Table {
        /** Open addressing by window and its length; for each window where its literals begin and end in the entries. */
        final long[] windows;

        final byte[] windowLengths;
        final int[] starts;
        final int[] ends;

        /** For each entry the literal, in lower case, where its window lies in it, and its ids. */
        final byte[][] literals;

        final int[] offsets;
        final int[][] ids;

        Table(List<Entry> sorted) {
            int count = sorted.size();
            literals = new byte[count][];
            offsets = new int[count];
            ids = new int[count][];
            int distinct = 0;
            for (int i = 0; i < count; i++) {
                Entry entry = sorted.get(i);
                literals[i] = entry.literal;
                offsets[i] = entry.offset;
                ids[i] = entry.ids.stream().mapToInt(Integer::intValue).toArray();
                distinct += i == 0 || !entry.sharesWindow(sorted.get(i - 1)) ? 1 : 0;
            }
            int capacity = Integer.highestOneBit(Math.max(4, distinct)) * 4;
            windows = new long[capacity];
            windowLengths = new byte[capacity];
            starts = new int[capacity];
            ends = new int[capacity];
            for (int i = 0; i < count; ) {
                Entry first = sorted.get(i);
                int end = i + 1;
                while (end < count && first.sharesWindow(sorted.get(end))) {
                    end++;
                }
                int slot = slot(first.window);
                while (windowLengths[slot] != 0) {
                    slot = slot + 1 & windows.length - 1;
                }
                windows[slot] = first.window;
                windowLengths[slot] = (byte) first.windowLength;
                starts[slot] = i;
                ends[slot] = end;
                i = end;
            }
        }

        int slot(long window) {
            return (int) (window * LONG_MULTIPLIER >>> 40) & windows.length - 1;
        }
    }

    private LiteralScanner(Table table, boolean @Nullable [] wanted) {
        this.table = table;
        this.wanted = wanted;
        for (int slot = 0; slot < table.windows.length; slot++) {
            boolean any = false;
            for (int entry = table.starts[slot]; entry < table.ends[slot]; entry++) {
                any |= wanted == null || wanted[entry];
            }
            if (any) {
                filter.add(table.windows[slot], table.windowLengths[slot]);
            }
        }
        filter.addPairs();
    }

    /** The same, but looking only for literals of which some id passes the test; others may be found or not. */
    public LiteralScanner restrictedTo(IntPredicate ids) {
        boolean[] some = new boolean[table.ids.length];
        for (int entry = 0; entry < some.length; entry++) {
            some[entry] = Arrays.stream(table.ids[entry]).anyMatch(ids);
        }
        return new LiteralScanner(table, some);
    }

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder();
    }

    /** How many different literals there are. */
    public int size() {
        return table.ids.length;
    }

    /** The bytes of memory it takes, about. */
    public long memory() {
        long sum = filter.memory() + 17L * table.windows.length;
        for (int i = 0; i < size(); i++) {
            sum += 72 + table.literals[i].length + 4L * table.ids[i].length;
        }
        return sum;
    }

    /**
     * Sets the bit of each id whose literal occurs in the value: id {@code n} is bit {@code n & 63} of {@code found[n >> 6]}. Other bits
     * are left as they are.
     */
    public void scan(ByteSlice value, long[] found, Scratch scratch) {
        if (size() == 0) {
            return;
        }
        Filter filter = this.filter;
        if (value.length() >= LONG) {
            filter = scratch.copyOf(filter);
        }
        long[] starts = filter.starts;
        byte[] array = value.array();
        int end = value.end();
        int last = Math.min(end, array.length - 7);
        int i = value.offset();
        for (; i < last; i++) {
            int word = (int) INTS.get(array, i) | (int) FOLD;
            int start = Filter.start(word);
            if ((starts[start >>> 6] >>> start & 1) != 0) {
                at(value, i, (long) LONGS.get(array, i) | FOLD, found, filter);
            }
        }
        // the end of the array, where eight bytes can't be read at once
        for (; i < end; i++) {
            long word = 0;
            for (int k = 0; k < 6 && i + k < end; k++) {
                word |= (array[i + k] & 0xFFL) << 8 * k;
            }
            at(value, i, word | FOLD, found, filter);
        }
    }

    /** Compares the literals whose window may be at a position. */
    private void at(ByteSlice value, int position, long word, long[] found, Filter filter) {
        int four = (int) word;
        if (has(filter.pairs, four & 0xFFFF)) {
            find(value, position, four & 0xFFFF, 2, found, filter);
        }
        int three = four & 0xFFFFFF;
        if (has(filter.triples, Filter.triple(three))) {
            find(value, position, three, 3, found, filter);
        }
        if (has(filter.quads, Filter.quad(four))) {
            find(value, position, word & 0xFFFFFFFFL, 4, found, filter);
        }
        if (has(filter.sixes, Filter.six(word & SIX))) {
            find(value, position, word & SIX, 6, found, filter);
        }
    }

    private static boolean has(long[] bits, int bit) {
        return (bits[bit >>> 6] >>> bit & 1) != 0;
    }

    private void find(ByteSlice value, int position, long window, int length, long[] found, Filter filter) {
        Table table = this.table;
        int slot = table.slot(window);
        while (table.windowLengths[slot] != 0) {
            if (table.windows[slot] == window && table.windowLengths[slot] == length) {
                boolean done = true;
                for (int entry = table.starts[slot], to = table.ends[slot]; entry < to; entry++) {
                    if (wanted == null || wanted[entry]) {
                        done &= isFound(table.ids[entry], found) || compare(value, position, entry, found);
                    }
                }
                if (done && filter != this.filter) {
                    filter.remove(window, length, this.filter);
                }
                return;
            }
            slot = slot + 1 & table.windows.length - 1;
        }
    }

    private boolean compare(ByteSlice value, int position, int entry, long[] found) {
        byte[] literal = table.literals[entry];
        int start = position - table.offsets[entry];
        if (start < value.offset()
                || start + literal.length > value.end()
                || !FewLiterals.isAt(value.array(), start, literal)) {
            return false;
        }
        for (int id : table.ids[entry]) {
            found[id >> 6] |= 1L << id;
        }
        return true;
    }

    private static boolean isFound(int[] ids, long[] found) {
        for (int id : ids) {
            if ((found[id >> 6] >>> id & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Room to work in, kept from one value to the next. For one thread. */
    public static final class Scratch {
        private @Nullable Filter filter;

        private Filter copyOf(Filter original) {
            Filter copy = filter;
            if (copy == null) {
                copy = new Filter(true);
                filter = copy;
            }
            copy.set(original);
            return copy;
        }
    }

    /**
     * Where windows may be. First their beginnings, a bit for three bytes: a row of 256 bits for the first two, hashed, in which the
     * third has its bit; of windows of two bytes the whole row is set. Ordinary text keeps to few rows. Then, where that bit is set,
     * the windows of two, three, four and six bytes, hashed.
     */
    private static final class Filter {
        final long[] starts = new long[1 << ROW_BITS + 8 - 6];
        final long[] pairs = new long[1 << PAIR_BITS - 6];
        final long[] triples = new long[1 << TRIPLE_BITS - 6];
        final long[] quads = new long[1 << QUAD_BITS - 6];
        final long[] sixes = new long[1 << SIX_BITS - 6];

        /** By row, how many windows of two bytes fill it (two stands for more); what it is without them. Of a copy, unused. */
        final byte[] pairRows;

        final long[] withoutPairs;

        /** By hash, whether several windows share it, so that it can't be taken out; of a copy, empty. */
        private @Nullable BitSet shared;

        /** The bit for the first three bytes of a word. */
        static int start(int word) {
            return (word << 16) * MULTIPLIER >>> 32 - ROW_BITS << 8 | word >>> 16 & 0xFF;
        }

        Filter(boolean copy) {
            pairRows = new byte[copy ? 0 : 1 << ROW_BITS];
            withoutPairs = new long[copy ? 0 : starts.length];
        }

        static int triple(int window) {
            return window * MULTIPLIER >>> 32 - TRIPLE_BITS;
        }

        static int quad(int window) {
            return window * MULTIPLIER >>> 32 - QUAD_BITS;
        }

        static int six(long window) {
            return (int) (window * LONG_MULTIPLIER >>> 64 - SIX_BITS);
        }

        private long[] bits(int length) {
            return switch (length) {
                case 2 -> pairs;
                case 3 -> triples;
                case 4 -> quads;
                default -> sixes;
            };
        }

        private static int hash(long window, int length) {
            return switch (length) {
                case 2 -> (int) window;
                case 3 -> triple((int) window);
                case 4 -> quad((int) window);
                default -> six(window);
            };
        }

        void add(long window, int length) {
            long[] bits = bits(length);
            int hash = hash(window, length);
            if (has(bits, hash)) {
                BitSet all = shared == null ? new BitSet() : shared;
                all.set(hash * 8 + length);
                shared = all;
            }
            bits[hash >>> 6] |= 1L << hash;
            int start = start((int) window);
            if (length > 2) {
                starts[start >>> 6] |= 1L << start;
                return;
            }
            int row = start >>> 8;
            if (pairRows[row] != 0) {
                // one more is enough to keep the row whatever is taken out
                pairRows[row] = 2;
                return;
            }
            pairRows[row] = 1;
        }

        /** After all windows were added. */
        void addPairs() {
            System.arraycopy(starts, 0, withoutPairs, 0, starts.length);
            for (int row = 0; row < pairRows.length; row++) {
                if (pairRows[row] != 0) {
                    Arrays.fill(starts, row * 4, row * 4 + 4, -1L);
                }
            }
        }

        void remove(long window, int length, Filter original) {
            int hash = hash(window, length);
            if (original.shared != null && original.shared.get(hash * 8 + length)) {
                return;
            }
            bits(length)[hash >>> 6] &= ~(1L << hash);
            if (length == 2) {
                int row = start((int) window) >>> 8;
                if (original.pairRows[row] == 1) {
                    System.arraycopy(original.withoutPairs, row * 4, starts, row * 4, 4);
                }
            }
        }

        void set(Filter other) {
            System.arraycopy(other.starts, 0, starts, 0, starts.length);
            System.arraycopy(other.pairs, 0, pairs, 0, pairs.length);
            System.arraycopy(other.triples, 0, triples, 0, triples.length);
            System.arraycopy(other.quads, 0, quads, 0, quads.length);
            System.arraycopy(other.sixes, 0, sixes, 0, sixes.length);
        }

        long memory() {
            return 8L
                    * (starts.length
                            + withoutPairs.length
                            + pairRows.length / 8
                            + pairs.length
                            + triples.length
                            + quads.length
                            + sixes.length);
        }
    }

    /** A literal with its window. */
    private static final class Entry {
        final byte[] literal;
        final List<Integer> ids = new ArrayList<>(2);
        final int windowLength;
        int offset;
        long window;

        Entry(byte[] literal) {
            this.literal = literal;
            windowLength = literal.length >= 6 ? 6 : Math.min(4, literal.length);
            double rarest = Double.MAX_VALUE;
            for (int i = 0; i + windowLength <= literal.length; i++) {
                double rarity = 1;
                long word = 0;
                for (int k = 0; k < windowLength; k++) {
                    rarity *= k < 3 ? ByteRarity.of(literal[i + k] & 0xFF) : 1;
                    word |= (literal[i + k] & 0xFFL) << 8 * k;
                }
                if (rarity < rarest) {
                    rarest = rarity;
                    offset = i;
                    window = (word | FOLD) & WINDOW_MASKS[windowLength];
                }
            }
        }

        boolean sharesWindow(Entry other) {
            return window == other.window && windowLength == other.windowLength;
        }
    }

    /** Collects literals. Not thread-safe. */
    public static final class Builder {
        private final Map<ByteSlice, Entry> entries = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Adds a literal of at least two bytes; several may have the same id, and a literal several ids.
         *
         * @throws IllegalArgumentException if it is shorter or the id is negative
         */
        public Builder add(ByteSlice literal, int id) {
            if (literal.length() < 2 || id < 0) {
                throw new IllegalArgumentException("literal " + literal + " with id " + id);
            }
            byte[] lower = literal.toArray();
            for (int i = 0; i < lower.length; i++) {
                if (lower[i] >= 'A' && lower[i] <= 'Z') {
                    lower[i] += 0x20;
                }
            }
            Entry entry = entries.computeIfAbsent(ByteSlice.of(lower), text -> new Entry(lower));
            if (!entry.ids.contains(id)) {
                entry.ids.add(id);
            }
            return this;
        }

        /** Builds the scanner. */
        public LiteralScanner build() {
            Entry[] sorted = entries.values().toArray(Entry[]::new);
            Arrays.sort(
                    sorted,
                    (a, b) -> a.windowLength != b.windowLength
                            ? Integer.compare(a.windowLength, b.windowLength)
                            : Long.compare(a.window, b.window));
            return new LiteralScanner(new Table(List.of(sorted)), null);
        }
    }
}
