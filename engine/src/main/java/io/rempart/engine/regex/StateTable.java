package io.rempart.engine.regex;

import java.util.Arrays;

/**
 * States of a {@link LazyAutomaton} and their transitions: a row of the table for each, as wide as there are classes. Grows under the
 * automaton's lock until it is full; a state is the offset of its row, which stays valid for the life of the table. What is read of
 * {@link #table} without the lock is zero (not built yet) or final.
 */
final class StateTable {
    /** What a transition may be beside a state: not built yet, without a match from here on, matched. */
    static final int UNKNOWN = 0;

    static final int DEAD = 1;
    static final int MATCH = 2;

    /** The bytes of memory a table may take before it is abandoned. */
    static final int MEMORY_LIMIT = 160 * 1024;

    private static final int TABLE_LIMIT = 1 << 16;

    final int stride;
    final int firstRow;

    /** First the class of each byte, then the rows. */
    char[] table;

    char[][] threads;
    byte[] contexts;
    int rows;
    int[] index = new int[32];
    int memory;

    StateTable(ByteAlphabet alphabet) {
        stride = alphabet.stride;
        firstRow = (256 + stride - 1) / stride;
        rows = firstRow;
        int capacity = firstRow + 8;
        table = new char[capacity * stride];
        for (int b = 0; b < 256; b++) {
            table[b] = (char) (alphabet.classes[b] & 0xFF);
        }
        threads = new char[capacity][];
        contexts = new byte[capacity];
    }

    /** The state with these threads, or -1 when there is no room for a new one. */
    int state(char[] instructions, int count, int context) {
        int hash = context;
        for (int i = 0; i < count; i++) {
            hash = hash * 0x01000193 ^ instructions[i];
        }
        hash ^= hash >>> 15;
        int mask = index.length - 1;
        int probe = hash & mask;
        while (index[probe] != 0) {
            int row = index[probe];
            if (contexts[row] == context
                    && Arrays.equals(threads[row], 0, threads[row].length, instructions, 0, count)) {
                return row * stride;
            }
            probe = probe + 1 & mask;
        }
        int size = 2 * stride + 2 * count + 48;
        if ((rows + 1) * stride > TABLE_LIMIT || memory + size > MEMORY_LIMIT) {
            return -1;
        }
        memory += size;
        int row = rows++;
        if (row == threads.length) {
            int capacity = Math.min(row * 2, TABLE_LIMIT / stride);
            threads = Arrays.copyOf(threads, capacity);
            contexts = Arrays.copyOf(contexts, capacity);
            table = Arrays.copyOf(table, capacity * stride);
        }
        threads[row] = count == 0 ? SubsetConstruction.NO_THREADS : Arrays.copyOf(instructions, count);
        contexts[row] = (byte) context;
        index[probe] = row;
        if (rows * 2 > index.length) {
            grow();
        }
        return row * stride;
    }

    private void grow() {
        int[] larger = new int[index.length * 2];
        int mask = larger.length - 1;
        for (int row : index) {
            if (row != 0) {
                int hash = contexts[row];
                for (char instruction : threads[row]) {
                    hash = hash * 0x01000193 ^ instruction;
                }
                hash ^= hash >>> 15;
                int probe = hash & mask;
                while (larger[probe] != 0) {
                    probe = probe + 1 & mask;
                }
                larger[probe] = row;
            }
        }
        index = larger;
    }

    /** The state without threads in a context other than START, made when the cache is. */
    int idle(int context) {
        return (firstRow + context - ByteAlphabet.OTHER) * stride;
    }

    int start() {
        return (firstRow + ByteAlphabet.CONTEXTS - ByteAlphabet.OTHER) * stride;
    }

    /** About the bytes of memory it takes. */
    long memory() {
        long sum = 2L * table.length + 5L * threads.length + 4L * index.length;
        for (char[] each : threads) {
            sum += each == null || each.length == 0 ? 0 : 16 + 2L * each.length;
        }
        return sum;
    }
}
