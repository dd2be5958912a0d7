package io.rempart.engine.literal;

import java.util.List;

/** Literals by their windows ({@link WindowSearch}). Immutable. */
final class WindowTable {
    private static final long LONG_MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** Open addressing by window and its length; for each window where its literals begin and end in the entries. */
    final long[] windows;

    final byte[] windowLengths;
    final int[] starts;
    final int[] ends;

    /** For each entry the literal, and where its window lies in it. */
    final SearchedLiteral[] literals;

    final int[] offsets;

    WindowTable(List<WindowedLiteral> sorted) {
        int count = sorted.size();
        literals = new SearchedLiteral[count];
        offsets = new int[count];
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            WindowedLiteral entry = sorted.get(i);
            literals[i] = entry.literal;
            offsets[i] = entry.offset;
            distinct += i == 0 || !entry.sharesWindow(sorted.get(i - 1)) ? 1 : 0;
        }
        int capacity = Integer.highestOneBit(Math.max(4, distinct)) * 4;
        windows = new long[capacity];
        windowLengths = new byte[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
        for (int i = 0; i < count; ) {
            WindowedLiteral first = sorted.get(i);
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
