package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.regex.Node.AnchorKind;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a pattern matches anywhere in a value, with one table look-up a byte.
 *
 * <p>The automaton is the subset construction of the program's threads, built while values are read and only as far as they need it.
 * <ul>
 * <li>A state is the set of threads alive, each at an instruction that takes a byte or at an anchor that depends on the next byte,
 *     and what kind of byte came before. Threads that begin at the current position are the same in each state, so they are left out
 *     of it. States of equal sets are one. The first match ends the search, so the order of threads is of no account.
 * <li>An anchor is decided when the next byte is known: one look-up later. The end of the value is a symbol of its own.
 * <li>Bytes that no set of the program tells apart share a class; a state is a row of the table, as wide as there are classes.
 * <li>The table is read without a lock. Zero says that a transition has not been built; it is built under the lock and then written
 *     to the table. A reader sees zero or the finished value; what a value means never changes within one {@link Cache}. A table that
 *     grows is copied, and the old one gets no new states; one that is full is abandoned for a new, empty cache.
 * <li>When a value fills cache after cache with states that are hardly used, the rest of it is simulated without building states.
 *     So a search takes at most (length of the value) x (size of the program) steps, and memory stays bounded.
 * </ul>
 */
final class LazyAutomaton {
    private static final int UNKNOWN = 0;
    private static final int DEAD = 1;
    private static final int MATCH = 2;

    /** What came before the current position, as far as the anchors of the pattern can tell it. */
    private static final int START = 0;

    private static final int OTHER = 1;
    private static final int WORD = 2;
    private static final int LINE = 3;
    private static final int CONTEXTS = 4;

    /** Added to the context of a state without threads of its own, when older threads are where new ones begin. */
    private static final int COINCIDENT = 4;

    /** Stands for a next byte that is not known yet. */
    private static final int NOT_KNOWN = -1;

    private static final int TABLE_LIMIT = 1 << 16;

    /** The bytes of memory a cache may take before it is abandoned. */
    static final int MEMORY_LIMIT = 160 * 1024;

    /** Below this many bytes read a state built, a full cache is a sign that building does not pay. */
    private static final int WORTHWHILE_BYTES_PER_STATE = 8;

    private static final char[] NO_THREADS = new char[0];
    private static final char[] MATCHED = new char[0];

    private final Program program;
    private final byte[] classes = new byte[256];
    private final int endSymbol;
    private final int stride;
    /** For each class, one of its bytes. */
    private final byte[] samples;
    /** For each class, what it is as a byte that came before. */
    private final byte[] contextAfter;

    private final boolean[] isWord;
    private final int lineFeedClass;
    private final boolean distinguishesStart;
    private final boolean distinguishesWords;
    private final boolean distinguishesLines;
    /** Bytes at which an idle automaton stays idle; null when looking for them does not pay. */
    private final boolean @Nullable [] idleBytes;

    private final Threads resolved;
    private final Threads reached;
    /** For each context the threads that begin there; null until needed. */
    private final AtomicReferenceArray<char[]> beginning = new AtomicReferenceArray<>(CONTEXTS);
    /** For each context and class what those threads become; null until needed. */
    private final AtomicReferenceArray<char[]> begun;

    private volatile Cache cache;
    private long builtTransitions;
    private long simulatedBytes;

    /** A set of instructions being collected: scratch memory. */
    private static final class Threads {
        final int[] stamps;
        int generation;
        char[] instructions = new char[32];
        int count;
        int[] stack = new int[32];

        Threads(int programSize) {
            stamps = new int[programSize];
        }

        void clear() {
            if (++generation == Integer.MAX_VALUE) {
                Arrays.fill(stamps, 0);
                generation = 1;
            }
            count = 0;
        }

        boolean add(int instruction) {
            if (stamps[instruction] == generation) {
                return false;
            }
            stamps[instruction] = generation;
            return true;
        }

        void append(int instruction) {
            if (count == instructions.length) {
                instructions = Arrays.copyOf(instructions, count * 2);
            }
            instructions[count++] = (char) instruction;
        }
    }

    /** States and their table. Grows under the automaton's lock until it is full; offsets stay valid for its life. */
    private static final class Cache {
        final int stride;
        final int firstRow;
        char[] table;
        char[][] threads;
        byte[] contexts;
        int rows;
        int[] index = new int[32];
        int memory;

        Cache(int stride) {
            this.stride = stride;
            // offsets 0 to 2 are not states
            firstRow = (MATCH + stride) / stride;
            rows = firstRow;
            int capacity = firstRow + 8;
            table = new char[capacity * stride];
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
            threads[row] = count == 0 ? NO_THREADS : Arrays.copyOf(instructions, count);
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
            return (firstRow + context - OTHER) * stride;
        }

        int start() {
            return (firstRow + CONTEXTS - OTHER) * stride;
        }
    }

    /** One search that had to build: which cache its state belongs to. */
    private static final class Search {
        Cache cache;
        int flushes;
        int lastFlush;

        Search(Cache cache) {
            this.cache = cache;
        }
    }

    LazyAutomaton(Program program, ByteSet firstBytes, boolean firstBytesAreRare) {
        this.program = program;
        resolved = new Threads(program.size());
        reached = new Threads(program.size());
        boolean start = false;
        boolean words = false;
        boolean lines = false;
        boolean lineFeeds = false;
        for (int i = 0; i < program.size(); i++) {
            if (program.kinds[i] == Program.ANCHOR) {
                switch (AnchorKind.of(program.arguments[i])) {
                    case VALUE_START, SEARCH_START -> start = true;
                    case LINE_START -> {
                        start = true;
                        lines = true;
                    }
                    case LINE_END -> lineFeeds = true;
                    case WORD_BOUNDARY, NO_WORD_BOUNDARY -> words = true;
                    default -> {}
                }
            }
        }
        distinguishesStart = start;
        distinguishesWords = words;
        distinguishesLines = lines;
        int count = classify(words, lines || lineFeeds);
        endSymbol = count;
        stride = count + 1;
        samples = new byte[count];
        contextAfter = new byte[count];
        isWord = new boolean[count + 1];
        for (int b = 255; b >= 0; b--) {
            int c = classes[b] & 0xFF;
            samples[c] = (byte) b;
            isWord[c] = ByteClasses.WORD.contains(b);
            contextAfter[c] = (byte) (words && isWord[c] ? WORD : lines && b == '\n' ? LINE : OTHER);
        }
        lineFeedClass = lines || lineFeeds ? classes['\n'] & 0xFF : -2;
        begun = new AtomicReferenceArray<>(CONTEXTS * count);
        idleBytes = firstBytesAreRare ? new boolean[256] : null;
        if (idleBytes != null) {
            for (int b = 0; b < 256; b++) {
                idleBytes[b] = !firstBytes.contains(b);
            }
        }
        cache = newCache();
    }

    /** Whether all anchors of the program can be decided by the next byte alone. */
    static boolean supports(Program program) {
        for (int i = 0; i < program.size(); i++) {
            if (program.kinds[i] == Program.ANCHOR
                    && AnchorKind.of(program.arguments[i]) == AnchorKind.VALUE_END_OR_FINAL_LINE_FEED) {
                return false;
            }
        }
        return program.size() < Character.MAX_VALUE;
    }

    /** About the bytes of memory that the states take now. */
    synchronized long memory() {
        long sum = 2L * cache.table.length + 5L * cache.threads.length + 4L * cache.index.length;
        for (char[] threads : cache.threads) {
            sum += threads == null || threads.length == 0 ? 0 : 16 + 2L * threads.length;
        }
        for (int i = 0; i < begun.length(); i++) {
            char[] threads = begun.get(i);
            sum += 4 + (threads == null || threads.length == 0 ? 0 : 16 + 2L * threads.length);
        }
        return sum + 8L * program.size() + 1024;
    }

    /** Transitions built and bytes simulated so far. */
    synchronized long work() {
        return builtTransitions + simulatedBytes;
    }

    synchronized String describe() {
        return endSymbol + " classes, " + cache.rows + " states (" + builtTransitions + " transitions built), "
                + simulatedBytes + " bytes simulated" + (idleBytes == null ? "" : ", skipping");
    }

    /** Whether there is a match in the array from {@code begin} to {@code end}, both taken for the limits of the value. */
    boolean find(byte[] array, int begin, int end) {
        return idleBytes != null ? findSkipping(array, begin, end, idleBytes) : findStepping(array, begin, end);
    }

    private boolean findStepping(byte[] array, int begin, int end) {
        byte[] classes = this.classes;
        Cache cache = this.cache;
        char[] table = cache.table;
        int state = cache.start();
        Search search = null;
        int i = begin;
        while (true) {
            int next;
            while (i < end) {
                next = table[state + (classes[array[i] & 0xFF] & 0xFF)];
                if (next <= MATCH) {
                    break;
                }
                state = next;
                i++;
            }
            int symbol = i < end ? classes[array[i] & 0xFF] & 0xFF : endSymbol;
            next = table[state + symbol];
            if (next == UNKNOWN) {
                if (search == null) {
                    search = new Search(cache);
                    search.lastFlush = begin;
                }
                Cache before = search.cache;
                next = extend(search, state, symbol, i);
                if (next < 0) {
                    return simulate(before, state, array, i, end);
                }
                table = search.cache.table;
            }
            if (next == MATCH) {
                return true;
            }
            if (next == DEAD) {
                return false;
            }
            state = next;
            i++;
        }
    }

    private boolean findSkipping(byte[] array, int begin, int end, boolean[] idleBytes) {
        byte[] classes = this.classes;
        Cache cache = this.cache;
        char[] table = cache.table;
        int lastIdle = cache.idle(LINE);
        int state = cache.start();
        Search search = null;
        int i = begin;
        while (true) {
            int next;
            while (i < end) {
                if (state <= lastIdle) {
                    int from = i;
                    while (i < end && idleBytes[array[i] & 0xFF]) {
                        i++;
                    }
                    if (i > from) {
                        state = cache.idle(contextAfter[classes[array[i - 1] & 0xFF] & 0xFF]);
                        if (i == end) {
                            break;
                        }
                    }
                }
                next = table[state + (classes[array[i] & 0xFF] & 0xFF)];
                if (next <= MATCH) {
                    break;
                }
                state = next;
                i++;
            }
            int symbol = i < end ? classes[array[i] & 0xFF] & 0xFF : endSymbol;
            next = table[state + symbol];
            if (next == UNKNOWN) {
                if (search == null) {
                    search = new Search(cache);
                    search.lastFlush = begin;
                }
                Cache before = search.cache;
                next = extend(search, state, symbol, i);
                if (next < 0) {
                    return simulate(before, state, array, i, end);
                }
                table = search.cache.table;
            }
            if (next == MATCH) {
                return true;
            }
            if (next == DEAD) {
                return false;
            }
            state = next;
            i++;
        }
    }

    /**
     * A position before or at which the leftmost match at or after {@code from} begins, and before which it doesn't: the last one
     * reached without a thread alive before the first match was known. -1 when there is no match.
     */
    int findStart(byte[] array, int begin, int from, int end) {
        Cache cache = this.cache;
        char[] table = cache.table;
        int lastIdle = cache.idle(LINE);
        int state = from == begin ? cache.start() : cache.idle(contextAfter[classes[array[from - 1] & 0xFF] & 0xFF]);
        Search search = null;
        int start = from;
        int i = from;
        while (true) {
            int symbol = i < end ? classes[array[i] & 0xFF] & 0xFF : endSymbol;
            int next = table[state + symbol];
            if (next == UNKNOWN) {
                if (search == null) {
                    search = new Search(cache);
                    search.lastFlush = from;
                }
                Cache before = search.cache;
                next = extend(search, state, symbol, i);
                if (next < 0) {
                    return simulate(before, state, array, i, end) ? start : -1;
                }
                table = search.cache.table;
            }
            if (next == MATCH) {
                return start;
            }
            if (next == DEAD) {
                return -1;
            }
            state = next;
            i++;
            if (state <= lastIdle) {
                start = i;
            }
        }
    }

    /** Builds one transition; -1 when the search should go on without building. */
    private synchronized int extend(Search search, int state, int symbol, int position) {
        Cache from = search.cache;
        int known = from.table[state + symbol];
        if (known != UNKNOWN) {
            return known;
        }
        builtTransitions++;
        int row = state / stride;
        int context = step(from.threads[row], from.contexts[row], symbol, resolved, reached);
        int next;
        if (context < 0) {
            next = context == -1 ? MATCH : DEAD;
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
                if (cache == from) {
                    cache = newCache();
                }
                search.cache = cache;
                next = cache.state(reached.instructions, reached.count, context);
                if (next < 0) {
                    // another search has filled the new cache meanwhile
                    cache = newCache();
                    search.cache = cache;
                    next = cache.state(reached.instructions, reached.count, context);
                }
                return next < 0 ? -1 : next;
            }
        }
        from.table[state + symbol] = (char) next;
        return next;
    }

    private Cache newCache() {
        Cache fresh = new Cache(stride);
        for (int context = OTHER; context < CONTEXTS; context++) {
            fresh.state(NO_THREADS, 0, context);
        }
        fresh.state(NO_THREADS, 0, distinguishesStart ? START : OTHER);
        if (!distinguishesStart) {
            // the start looks like any other position; it is a row of its own all the same, so that it is not idle
            int row = fresh.rows++;
            fresh.threads[row] = NO_THREADS;
            fresh.contexts[row] = OTHER;
        }
        return fresh;
    }

    /** Goes on from a state byte by byte, in two scratch sets, without building anything. */
    private boolean simulate(Cache from, int state, byte[] array, int position, int end) {
        char[] threads;
        int context;
        synchronized (this) {
            threads = from.threads[state / stride];
            context = from.contexts[state / stride];
            simulatedBytes += end - position;
        }
        Threads here = new Threads(program.size());
        Threads there = new Threads(program.size());
        int i = position;
        while (true) {
            int symbol = i < end ? classes[array[i] & 0xFF] & 0xFF : endSymbol;
            context = step(threads, context, symbol, here, there);
            if (context < 0) {
                return context == -1;
            }
            threads = Arrays.copyOf(there.instructions, there.count);
            i++;
        }
    }

    /**
     * What the threads of a state become with one more byte, into {@code there}; returns the new context, or -1 when there is a match,
     * -2 when there can be none any more.
     */
    private int step(char[] threads, int contextOfState, int symbol, Threads here, Threads there) {
        int context = contextOfState & ~COINCIDENT;
        boolean atEnd = symbol == endSymbol;
        int newContext = atEnd ? OTHER : contextAfter[symbol];
        there.clear();
        char[] fromBeginning = begun(context, symbol, here, there);
        if (fromBeginning == MATCHED) {
            return -1;
        }
        here.clear();
        for (char instruction : threads) {
            if (program.kinds[instruction] == Program.ANCHOR) {
                if (close(here, instruction, context, symbol)) {
                    return -1;
                }
            } else if (here.add(instruction)) {
                here.append(instruction);
            }
        }
        if (atEnd) {
            return -2;
        }
        there.clear();
        if (advance(here, samples[symbol] & 0xFF, newContext, there)) {
            return -1;
        }
        for (char instruction : fromBeginning) {
            if (there.add(instruction)) {
                there.append(instruction);
            }
        }
        // threads that begin here anyway are not part of a state
        char[] beginningHere = beginning(newContext, here);
        if (there.count > 0 && beginningHere.length > 0) {
            here.clear();
            for (char instruction : beginningHere) {
                here.add(instruction);
            }
            int kept = 0;
            for (int i = 0; i < there.count; i++) {
                if (here.stamps[there.instructions[i]] != here.generation) {
                    there.instructions[kept++] = there.instructions[i];
                }
            }
            there.count = kept;
            if (kept == 0) {
                return newContext | COINCIDENT;
            }
        }
        if (there.count == 0 && beginningHere.length == 0 && neverBeginsAgain(here)) {
            return -2;
        }
        return newContext;
    }

    private boolean neverBeginsAgain(Threads scratch) {
        return beginning(OTHER, scratch).length == 0
                && (!distinguishesWords || beginning(WORD, scratch).length == 0)
                && (!distinguishesLines || beginning(LINE, scratch).length == 0);
    }

    /** The threads that begin in a context, those that match at once excluded. */
    private char[] beginning(int context, Threads scratch) {
        char[] known = beginning.get(context);
        if (known == null) {
            scratch.clear();
            close(scratch, program.start, context, NOT_KNOWN);
            known = Arrays.copyOf(scratch.instructions, scratch.count);
            beginning.set(context, known);
        }
        return known;
    }

    /** What the threads that begin in a context become with one byte; {@link #MATCHED} when they match before or after it. */
    private char[] begun(int context, int symbol, Threads here, Threads there) {
        boolean atEnd = symbol == endSymbol;
        int cell = context * endSymbol + symbol;
        char[] known = atEnd ? null : begun.get(cell);
        if (known != null) {
            return known;
        }
        here.clear();
        boolean matched = close(here, program.start, context, symbol);
        if (!matched && !atEnd) {
            there.clear();
            matched = advance(here, samples[symbol] & 0xFF, contextAfter[symbol], there);
        }
        known = matched ? MATCHED : atEnd ? NO_THREADS : Arrays.copyOf(there.instructions, there.count);
        if (!atEnd) {
            begun.set(cell, known);
        }
        return known;
    }

    /** Moves each thread over a byte; true when one of them has matched then. */
    private boolean advance(Threads here, int b, int newContext, Threads there) {
        for (int i = 0; i < here.count; i++) {
            int instruction = here.instructions[i];
            if (program.setContains(program.arguments[instruction], b)
                    && close(there, program.next[instruction], newContext, NOT_KNOWN)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds where an instruction leads without taking a byte: instructions that take one, and anchors that can't be decided before the
     * next byte is known. True when it leads to a match.
     */
    private boolean close(Threads threads, int start, int context, int symbol) {
        int height = 0;
        int instruction = start;
        while (true) {
            boolean ends = !threads.add(instruction);
            if (!ends) {
                switch (program.kinds[instruction]) {
                    case Program.SPLIT -> {
                        if (height == threads.stack.length) {
                            threads.stack = Arrays.copyOf(threads.stack, height * 2);
                        }
                        threads.stack[height++] = program.arguments[instruction];
                        instruction = program.next[instruction];
                    }
                    case Program.SAVE -> instruction = program.next[instruction];
                    case Program.ANCHOR -> {
                        int holds = holds(AnchorKind.of(program.arguments[instruction]), context, symbol);
                        if (holds < 0) {
                            threads.append(instruction);
                        }
                        ends = holds <= 0;
                        instruction = program.next[instruction];
                    }
                    case Program.MATCH -> {
                        return true;
                    }
                    case Program.BYTE -> {
                        threads.append(instruction);
                        ends = true;
                    }
                    default -> ends = true;
                }
            }
            if (ends) {
                if (height == 0) {
                    return false;
                }
                instruction = threads.stack[--height];
            }
        }
    }

    /** 1 when the anchor holds, 0 when it does not, -1 when it depends on the next byte and that is not known. */
    private int holds(AnchorKind kind, int context, int symbol) {
        boolean known = symbol != NOT_KNOWN;
        boolean atEnd = symbol == endSymbol;
        return switch (kind) {
            case VALUE_START, SEARCH_START -> context == START ? 1 : 0;
            case LINE_START -> context == START ? 1 : context != LINE ? 0 : !known ? -1 : atEnd ? 0 : 1;
            case VALUE_END -> !known ? -1 : atEnd ? 1 : 0;
            case LINE_END -> !known ? -1 : atEnd || symbol == lineFeedClass ? 1 : 0;
            case WORD_BOUNDARY -> !known ? -1 : (context == WORD) != isWord[symbol] ? 1 : 0;
            case NO_WORD_BOUNDARY -> !known ? -1 : (context == WORD) == isWord[symbol] ? 1 : 0;
            case VALUE_END_OR_FINAL_LINE_FEED -> throw new IllegalStateException("needs two bytes");
        };
    }

    /** Fills the classes: two bytes share one when no set of the program, nor an anchor, tells them apart. Returns their number. */
    private int classify(boolean words, boolean lineFeeds) {
        int[] classOf = new int[256];
        int count = 1;
        int sets = program.sets.length / 4;
        int[] moved = new int[257];
        for (int s = 0; s < sets + 2; s++) {
            if (s == sets && !words || s == sets + 1 && !lineFeeds) {
                continue;
            }
            // split each class into the bytes in the set and the others; a class that is wholly inside keeps its number
            Arrays.fill(moved, 0, count, -1);
            int before = count;
            boolean[] outside = new boolean[before];
            for (int b = 0; b < 256; b++) {
                if (!tells(s, sets, b)) {
                    outside[classOf[b]] = true;
                }
            }
            for (int b = 0; b < 256; b++) {
                int c = classOf[b];
                if (c < before && outside[c] && tells(s, sets, b)) {
                    if (moved[c] < 0) {
                        moved[c] = count++;
                    }
                    classOf[b] = moved[c];
                }
            }
        }
        for (int b = 0; b < 256; b++) {
            classes[b] = (byte) classOf[b];
        }
        return count;
    }

    private boolean tells(int set, int sets, int b) {
        return set < sets ? program.setContains(set, b) : set == sets ? ByteClasses.WORD.contains(b) : b == '\n';
    }
}
