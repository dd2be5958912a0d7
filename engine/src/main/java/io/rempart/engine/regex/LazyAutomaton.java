package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.literal.ByteRarity;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a pattern matches anywhere in a value, with one table look-up a byte. Thread-safe.
 *
 * <p>The automaton is the subset construction of the program's threads, built while values are read and only as far as they need it.
 * <ul>
 * <li>A state is the set of threads alive, each at an instruction that takes a byte or at an anchor that depends on the next byte,
 *     and what kind of byte came before. Threads that begin at the current position are the same in each state, so they are left out
 *     of it. States of equal sets are one. The first match ends the search, so the order of threads is of no account.
 * <li>An anchor is decided when the next byte is known: one look-up later. The end of the value is a symbol of its own.
 * <li>Bytes that no set of the program tells apart share a class ({@link ByteAlphabet}); a state is a row of a {@link StateTable}.
 * <li>The table is read without a lock. Zero says that a transition has not been built; it is built under the lock and then written
 *     to the table. A reader sees zero or the finished value; what a value means never changes within one table. A table that
 *     grows is copied, and the old one gets no new states; one that is full is abandoned for a new, empty one.
 * <li>When a value fills table after table with states that are hardly used, the rest of it is simulated without building states.
 *     So a search takes at most (length of the value) x (size of the program) steps, and memory stays bounded.
 * </ul>
 */
final class LazyAutomaton {
    /** Below this many bytes read a state built, a full table is a sign that building does not pay. */
    private static final int WORTHWHILE_BYTES_PER_STATE = 8;

    /** Of bytes that a match begins with at more than this share of positions, the next one is too near to search it first. */
    private static final double RARE = 0.08;

    /** Up to this share, searching them first is faster than anything else. */
    private static final double VERY_RARE = 0.003;

    private final SubsetConstruction construction;
    private final ByteAlphabet alphabet;

    /** Bytes at which an idle automaton stays idle; null when looking for them does not pay. */
    private final boolean @Nullable [] idleBytes;

    private final boolean givesUp;
    private final boolean beginsRarely;
    private final ThreadSet resolved;
    private final ThreadSet reached;
    private volatile StateTable states;
    private long builtTransitions;
    private long simulatedBytes;

    /** One search: which table its states belong to. For one thread. */
    static final class Search {
        private StateTable states;
        private int flushes;
        private int lastFlush;

        private Search(StateTable states, int begin) {
            this.states = states;
            lastFlush = begin;
        }

        /** The table to read, after {@link #next} too. */
        char[] table() {
            return states.table;
        }
    }

    LazyAutomaton(Program program, ByteSet firstBytes) {
        this(program, firstBytes, false);
    }

    /**
     * Of a program.
     *
     * @param firstBytes the bytes that a match can begin with, all for an empty match
     * @param givesUp whether {@link #next} says so when building states does not pay, instead of simulating
     */
    LazyAutomaton(Program program, ByteSet firstBytes, boolean givesUp) {
        this.givesUp = givesUp;
        double share = ByteRarity.of(firstBytes);
        beginsRarely = share < VERY_RARE;
        alphabet = new ByteAlphabet(program);
        construction = new SubsetConstruction(program, alphabet);
        resolved = construction.scratch();
        reached = construction.scratch();
        idleBytes = share < RARE ? new boolean[256] : null;
        if (idleBytes != null) {
            for (int b = 0; b < 256; b++) {
                idleBytes[b] = !firstBytes.contains(b);
            }
        }
        states = newTable();
    }

    /** About the bytes of memory that the states take now. */
    synchronized long memory() {
        return states.memory() + construction.memory() + 1024;
    }

    /** Transitions built and bytes simulated so far. */
    synchronized long work() {
        return builtTransitions + simulatedBytes;
    }

    synchronized String describe() {
        return alphabet.endSymbol + " classes, " + states.rows + " states (" + builtTransitions
                + " transitions built), " + simulatedBytes + " bytes simulated"
                + (idleBytes == null ? "" : ", skipping");
    }

    int instructions() {
        return construction.instructions();
    }

    /** Whether bytes that a match can begin with are so rare that most of a value is passed over. */
    boolean beginsRarely() {
        return beginsRarely;
    }

    /** Begins a search at the beginning of a value, in the state {@link #start}. */
    Search search(int begin) {
        return new Search(states, begin);
    }

    /** The state in which a search begins. */
    int start(Search search) {
        return search.states.start();
    }

    /** The last of the states in which no match is under way, the same in every table. */
    int lastIdle(Search search) {
        return search.states.idle(ByteAlphabet.LINE);
    }

    /** The state in which no match is under way, after a byte. */
    int idleAfter(Search search, byte b) {
        return search.states.idle(alphabet.contextAfter[alphabet.classes[b & 0xFF] & 0xFF]);
    }

    /** Where a match can begin; null when that tells too little. */
    @Nullable
    StartFilter startFilter() {
        return StartFilter.of(construction.program(), alphabet);
    }

    /** Whether there is a match in the array from {@code begin} to {@code end}, both taken for the limits of the value. */
    boolean find(byte[] array, int begin, int end) {
        return idleBytes != null ? findSkipping(array, begin, end, idleBytes) : findStepping(array, begin, end);
    }

    private boolean findStepping(byte[] array, int begin, int end) {
        byte[] classes = alphabet.classes;
        StateTable first = states;
        char[] table = first.table;
        Search search = null;
        int state = first.start();
        int i = begin;
        while (true) {
            while (i < end) {
                int next = table[state + (classes[array[i] & 0xFF] & 0xFF)];
                if (next <= StateTable.MATCH) {
                    break;
                }
                state = next;
                i++;
            }
            search = search == null ? new Search(first, begin) : search;
            state = next(search, state, array, i, end);
            if (state <= StateTable.MATCH) {
                return state == StateTable.MATCH;
            }
            table = search.table();
            i++;
        }
    }

    private boolean findSkipping(byte[] array, int begin, int end, boolean[] idleBytes) {
        byte[] classes = alphabet.classes;
        StateTable first = states;
        Search search = null;
        char[] table = first.table;
        int lastIdle = first.idle(ByteAlphabet.LINE); // the same in every table
        int state = first.start();
        int i = begin;
        while (true) {
            while (i < end) {
                if (state <= lastIdle) {
                    int from = i;
                    while (i < end && idleBytes[array[i] & 0xFF]) {
                        i++;
                    }
                    if (i > from) {
                        state = first.idle(alphabet.contextAfter[classes[array[i - 1] & 0xFF] & 0xFF]);
                        if (i == end) {
                            break;
                        }
                    }
                }
                int next = table[state + (classes[array[i] & 0xFF] & 0xFF)];
                if (next <= StateTable.MATCH) {
                    break;
                }
                state = next;
                i++;
            }
            search = search == null ? new Search(first, begin) : search;
            state = next(search, state, array, i, end);
            if (state <= StateTable.MATCH) {
                return state == StateTable.MATCH;
            }
            table = search.table();
            i++;
        }
    }

    /**
     * A position before or at which the leftmost match at or after {@code from} begins, and before which it doesn't: the last one
     * reached without a thread alive before the first match was known. -1 when there is no match.
     */
    int findStart(byte[] array, int begin, int from, int end) {
        byte[] classes = alphabet.classes;
        Search search = search(from);
        StateTable first = search.states;
        int lastIdle = first.idle(ByteAlphabet.LINE);
        int state = from == begin
                ? first.start()
                : first.idle(alphabet.contextAfter[classes[array[from - 1] & 0xFF] & 0xFF]);
        char[] table = first.table;
        int start = from;
        int i = from;
        while (true) {
            int next = i < end ? table[state + (classes[array[i] & 0xFF] & 0xFF)] : StateTable.UNKNOWN;
            if (next <= StateTable.MATCH) {
                next = next(search, state, array, i, end);
                if (next <= StateTable.MATCH) {
                    return next == StateTable.MATCH ? start : -1;
                }
                table = search.table();
            }
            state = next;
            i++;
            if (state <= lastIdle) {
                start = i;
            }
        }
    }

    /**
     * The state after the byte at {@code i}, or after the end of the value there; or {@link StateTable#MATCH} or {@link
     * StateTable#DEAD}, which end the search. Builds what is not built yet. {@link StateTable#UNKNOWN} when this one gives up.
     */
    int next(Search search, int state, byte[] array, int i, int end) {
        int symbol = i < end ? alphabet.classes[array[i] & 0xFF] & 0xFF : alphabet.endSymbol;
        int next = search.states.table[state + symbol];
        if (next != StateTable.UNKNOWN) {
            return next;
        }
        StateTable before = search.states;
        next = extend(search, state, symbol, i);
        if (next >= 0) {
            return next;
        }
        if (givesUp) {
            return StateTable.UNKNOWN;
        }
        return simulate(before, state, array, i, end) ? StateTable.MATCH : StateTable.DEAD;
    }

    /** Builds one transition; -1 when the search should go on without building. */
    private synchronized int extend(Search search, int state, int symbol, int position) {
        StateTable from = search.states;
        int known = from.table[state + symbol];
        if (known != StateTable.UNKNOWN) {
            return known;
        }
        builtTransitions++;
        int row = state / from.stride;
        int context = construction.step(from.threads[row], from.contexts[row], symbol, resolved, reached);
        int next;
        if (context < 0) {
            next = context == SubsetConstruction.MATCHES ? StateTable.MATCH : StateTable.DEAD;
        } else {
            Arrays.sort(reached.instructions, 0, reached.count);
            next = from.state(reached.instructions, reached.count, context);
            if (next < 0) {
                search.flushes++;
                long read = (long) position - search.lastFlush;
                if (search.flushes > 1 && read < (long) WORTHWHILE_BYTES_PER_STATE * from.rows) {
                    return -1;
                }
                search.lastFlush = position;
                if (states == from) {
                    states = newTable();
                }
                search.states = states;
                next = states.state(reached.instructions, reached.count, context);
                if (next < 0) {
                    // another search has filled the new table meanwhile
                    states = newTable();
                    search.states = states;
                    next = states.state(reached.instructions, reached.count, context);
                }
                return next < 0 ? -1 : next;
            }
        }
        from.table[state + symbol] = (char) next;
        return next;
    }

    private StateTable newTable() {
        StateTable fresh = new StateTable(alphabet);
        char[] none = SubsetConstruction.NO_THREADS;
        for (int context = ByteAlphabet.OTHER; context < ByteAlphabet.CONTEXTS; context++) {
            fresh.state(none, 0, context);
        }
        fresh.state(none, 0, alphabet.distinguishesStart ? ByteAlphabet.START : ByteAlphabet.OTHER);
        if (!alphabet.distinguishesStart) {
            // the start looks like any other position; it is a row of its own all the same, so that it is not idle
            int row = fresh.rows++;
            fresh.threads[row] = none;
            fresh.contexts[row] = ByteAlphabet.OTHER;
        }
        return fresh;
    }

    /** Goes on from a state byte by byte, in two scratch sets, without building anything. */
    private boolean simulate(StateTable from, int state, byte[] array, int position, int end) {
        char[] threads;
        int context;
        synchronized (this) {
            threads = from.threads[state / from.stride];
            context = from.contexts[state / from.stride];
            simulatedBytes += end - position;
        }
        ThreadSet here = construction.scratch();
        ThreadSet there = construction.scratch();
        int i = position;
        while (true) {
            int symbol = i < end ? alphabet.classes[array[i] & 0xFF] & 0xFF : alphabet.endSymbol;
            context = construction.step(threads, context, symbol, here, there);
            if (context < 0) {
                return context == SubsetConstruction.MATCHES;
            }
            threads = Arrays.copyOf(there.instructions, there.count);
            i++;
        }
    }
}
