package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds literals of any length by looking at every position of a value: for sets with many short ones. Immutable, thread-safe.
 *
 * <p>Of each literal one window is chosen: six bytes in a row of which the first three are the rarest, four of a shorter literal, or
 * all of it. At each position of the value the next three bytes are looked up in a set of bits; the look-ups do not depend on each other, so
 * that a core does several at once. Only where one of them says yes, the windows themselves are looked up in a table, and the literals
 * that have the window there are compared. The work for one position is bounded by the literals that share a window.
 *
 * <p>The idea of a rare window is that of Wu and Manber, "A fast algorithm for multi-pattern searching" (1994), without its shifts:
 * many short literals leave nothing to skip.
 */
final class WindowSearch {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final long FOLD = 0x2020202020202020L;
    static final long SIX = 0xFFFFFFFFFFFFL;

    /** A value from this length on is searched with a copy of the filter, from which windows are taken when all of theirs is found. */
    private static final int LONG = 4096;

    private final WindowFilter filter = new WindowFilter(false);
    private final WindowTable table;

    WindowSearch(List<SearchedLiteral> literals) {
        table = new WindowTable(literals.stream()
                .map(WindowedLiteral::new)
                .sorted(Comparator.comparingInt((WindowedLiteral literal) -> literal.windowLength)
                        .thenComparingLong(literal -> literal.window))
                .toList());
        for (int slot = 0; slot < table.windows.length; slot++) {
            if (table.windowLengths[slot] != 0) {
                filter.add(table.windows[slot], table.windowLengths[slot]);
            }
        }
        filter.addPairs();
    }

    /** The bytes of memory it takes, about, without the literals. */
    long memory() {
        return filter.memory() + 17L * table.windows.length + 8L * table.offsets.length;
    }

    void scan(ByteSlice value, long[] found, Scratch scratch) {
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
                    done &= table.literals[entry].isFoundAt(value, position - table.offsets[entry], found);
                }
                if (done && filter != this.filter) {
                    filter.remove(window, length, this.filter);
                }
                return;
            }
            slot = slot + 1 & table.windows.length - 1;
        }
    }

    /** Room to work in, kept from one value to the next. For one thread. */
    static final class Scratch {
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
}
