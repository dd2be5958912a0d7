package io.rempart.engine.regex;

import io.rempart.engine.regex.Node.AnchorKind;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The subset construction of a program: what the threads alive become with one more byte. Thread-safe as long as each thread brings its
 * own scratch sets; what threads that begin here become is worked out once for each context and class.
 */
final class SubsetConstruction {
    /** Results of {@link #step} that are no context: there is a match; there can be none any more. */
    static final int MATCHES = -1;

    static final int ENDS = -2;

    static final char[] NO_THREADS = new char[0];

    /** Added to the context of a state without threads of its own, when older threads are where new ones begin. */
    private static final int COINCIDENT = 4;

    /** Stands for a next byte that is not known yet. */
    private static final int NOT_KNOWN = -1;

    private static final char[] MATCHED = new char[0];

    private final Program program;
    private final ByteAlphabet alphabet;

    /** For each context the threads that begin there; null until needed. */
    private final AtomicReferenceArray<char[]> beginning = new AtomicReferenceArray<>(ByteAlphabet.CONTEXTS);

    /** For each context and class what those threads become; null until needed. */
    private final AtomicReferenceArray<char[]> begun;

    SubsetConstruction(Program program, ByteAlphabet alphabet) {
        this.program = program;
        this.alphabet = alphabet;
        begun = new AtomicReferenceArray<>(ByteAlphabet.CONTEXTS * alphabet.endSymbol);
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

    int instructions() {
        return program.size();
    }

    Program program() {
        return program;
    }

    /** A scratch set for this program. */
    ThreadSet scratch() {
        return new ThreadSet(program.size());
    }

    /** About the bytes of memory it takes now. */
    long memory() {
        long sum = 8L * program.size();
        for (int i = 0; i < begun.length(); i++) {
            char[] threads = begun.get(i);
            sum += 4 + (threads == null || threads.length == 0 ? 0 : 16 + 2L * threads.length);
        }
        return sum;
    }

    /**
     * What the threads of a state become with one more byte, into {@code there}; returns the new context, or {@link
     * #MATCHES} or {@link #ENDS}.
     */
    int step(char[] threads, int contextOfState, int symbol, ThreadSet here, ThreadSet there) {
        int context = contextOfState & ~COINCIDENT;
        boolean atEnd = symbol == alphabet.endSymbol;
        int newContext = atEnd ? ByteAlphabet.OTHER : alphabet.contextAfter[symbol];
        there.clear();
        char[] fromBeginning = begun(context, symbol, here, there);
        if (fromBeginning == MATCHED) {
            return MATCHES;
        }
        here.clear();
        for (char instruction : threads) {
            if (program.kinds[instruction] == Program.ANCHOR) {
                if (close(here, instruction, context, symbol)) {
                    return MATCHES;
                }
            } else if (here.add(instruction)) {
                here.append(instruction);
            }
        }
        if (atEnd) {
            return ENDS;
        }
        there.clear();
        if (advance(here, alphabet.samples[symbol] & 0xFF, newContext, there)) {
            return MATCHES;
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
            return ENDS;
        }
        return newContext;
    }

    private boolean neverBeginsAgain(ThreadSet scratch) {
        return beginning(ByteAlphabet.OTHER, scratch).length == 0
                && (!alphabet.distinguishesWords || beginning(ByteAlphabet.WORD, scratch).length == 0)
                && (!alphabet.distinguishesLines || beginning(ByteAlphabet.LINE, scratch).length == 0);
    }

    /** The threads that begin in a context, those that match at once excluded. */
    private char[] beginning(int context, ThreadSet scratch) {
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
    private char[] begun(int context, int symbol, ThreadSet here, ThreadSet there) {
        boolean atEnd = symbol == alphabet.endSymbol;
        int cell = context * alphabet.endSymbol + symbol;
        char[] known = atEnd ? null : begun.get(cell);
        if (known != null) {
            return known;
        }
        here.clear();
        boolean matched = close(here, program.start, context, symbol);
        if (!matched && !atEnd) {
            there.clear();
            matched = advance(here, alphabet.samples[symbol] & 0xFF, alphabet.contextAfter[symbol], there);
        }
        known = matched ? MATCHED : atEnd ? NO_THREADS : Arrays.copyOf(there.instructions, there.count);
        if (!atEnd) {
            begun.set(cell, known);
        }
        return known;
    }

    /** Moves each thread over a byte; true when one of them has matched then. */
    private boolean advance(ThreadSet here, int b, int newContext, ThreadSet there) {
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
    private boolean close(ThreadSet threads, int start, int context, int symbol) {
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
        boolean atEnd = symbol == alphabet.endSymbol;
        return switch (kind) {
            case VALUE_START, SEARCH_START -> context == ByteAlphabet.START ? 1 : 0;
            case LINE_START ->
                context == ByteAlphabet.START ? 1 : context != ByteAlphabet.LINE ? 0 : !known ? -1 : atEnd ? 0 : 1;
            case VALUE_END -> !known ? -1 : atEnd ? 1 : 0;
            case LINE_END -> !known ? -1 : atEnd || symbol == alphabet.lineFeedClass ? 1 : 0;
            case WORD_BOUNDARY -> !known ? -1 : (context == ByteAlphabet.WORD) != alphabet.isWord[symbol] ? 1 : 0;
            case NO_WORD_BOUNDARY -> !known ? -1 : (context == ByteAlphabet.WORD) == alphabet.isWord[symbol] ? 1 : 0;
            case VALUE_END_OR_FINAL_LINE_FEED -> throw new IllegalStateException("needs two bytes");
        };
    }
}
