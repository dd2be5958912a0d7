package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
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
    static final long FOLD = 0x2020202020202020L;
    static final long SIX = 0xFFFFFFFFFFFFL;

    /** A value from this length on is searched with a copy of the filter, from which windows are taken when all of theirs is found. */
    private static final int LONG = 4096;

    private final WindowFilter filter = new WindowFilter(false);

    private final WindowTable table;

    /** Of which entries the ids are looked for; null for all. */
    private final boolean @Nullable [] wanted;

    private LiteralScanner(WindowTable table, boolean @Nullable [] wanted) {
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
        WindowFilter filter = this.filter;
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
            int start = WindowFilter.start(word);
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
    private void at(ByteSlice value, int position, long word, long[] found, WindowFilter filter) {
        int four = (int) word;
        if (WindowFilter.has(filter.pairs, four & 0xFFFF)) {
            find(value, position, four & 0xFFFF, 2, found, filter);
        }
        int three = four & 0xFFFFFF;
        if (WindowFilter.has(filter.triples, WindowFilter.triple(three))) {
            find(value, position, three, 3, found, filter);
        }
        if (WindowFilter.has(filter.quads, WindowFilter.quad(four))) {
            find(value, position, word & 0xFFFFFFFFL, 4, found, filter);
        }
        if (WindowFilter.has(filter.sixes, WindowFilter.six(word & SIX))) {
            find(value, position, word & SIX, 6, found, filter);
        }
    }

    private void find(ByteSlice value, int position, long window, int length, long[] found, WindowFilter filter) {
        WindowTable table = this.table;
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
        private @Nullable WindowFilter filter;

        private WindowFilter copyOf(WindowFilter original) {
            WindowFilter copy = filter;
            if (copy == null) {
                copy = new WindowFilter(true);
                filter = copy;
            }
            copy.set(original);
            return copy;
        }
    }

    /** Collects literals. Not thread-safe. */
    public static final class Builder {
        private final Map<ByteSlice, WindowedLiteral> entries = new LinkedHashMap<>();

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
            WindowedLiteral entry = entries.computeIfAbsent(ByteSlice.of(lower), text -> new WindowedLiteral(lower));
            if (!entry.ids.contains(id)) {
                entry.ids.add(id);
            }
            return this;
        }

        /** Builds the scanner. */
        public LiteralScanner build() {
            WindowedLiteral[] sorted = entries.values().toArray(WindowedLiteral[]::new);
            Arrays.sort(
                    sorted,
                    (a, b) -> a.windowLength != b.windowLength
                            ? Integer.compare(a.windowLength, b.windowLength)
                            : Long.compare(a.window, b.window));
            return new LiteralScanner(new WindowTable(List.of(sorted)), null);
        }
    }
}
