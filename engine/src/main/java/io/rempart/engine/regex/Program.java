package io.rempart.engine.regex;

/**
 * A compiled pattern: instructions in parallel arrays, by number. Immutable once built.
 *
 * <p>{@code next} is where an instruction continues, {@code argument} what it needs besides (see the constants). The first five
 * kinds are all that a regular pattern compiles to; the others are for {@link BacktrackingMachine} alone.
 */
final class Program {
    /** Takes a byte of the set number {@code argument}. */
    static final byte BYTE = 0;

    /** Tries {@code next}, then the instruction {@code argument}. */
    static final byte SPLIT = 1;

    /** Notes the position in slot {@code argument}. */
    static final byte SAVE = 2;

    /** Holds only if the {@link Node.AnchorKind} with ordinal {@code argument} does. */
    static final byte ANCHOR = 3;

    /** The end of a match. */
    static final byte MATCH = 4;

    /** Never goes on. */
    static final byte FAIL = 5;

    /** Notes the position in register {@code argument}. */
    static final byte MARK = 6;

    /** operands [register, exit]: goes on when bytes were taken since MARK, else leaves the loop. */
    static final byte CHECK = 7;

    /** operands [set, min, max]: a run of bytes of one set, as many as possible first. */
    static final byte RUN_GREEDY = 8;

    /** operands [set, min, max]: as few as possible first. */
    static final byte RUN_LAZY = 9;

    /** operands [set, min, max]: as many as possible, and never fewer. */
    static final byte RUN_POSSESSIVE = 10;

    /** Notes the height of the stack of choices in register {@code argument}. */
    static final byte ATOMIC = 11;

    /** Forgets the choices made since ATOMIC of register {@code argument}. */
    static final byte ATOMIC_END = 12;

    /** Notes height and position in registers {@code argument} and {@code argument + 1}. */
    static final byte LOOK = 13;

    /** Forgets the choices since LOOK and returns to its position. */
    static final byte LOOK_END = 14;

    /** operands [register, continuation]: goes on at the continuation when what follows fails. */
    static final byte NEGATIVE_LOOK = 15;

    /** What must not match has matched: forgets the choices since NEGATIVE_LOOK, its way out included. */
    static final byte NEGATIVE_LOOK_END = 16;

    /** Goes {@code argument} bytes back. */
    static final byte BACK = 17;

    /** The bytes of group {@code argument} once more. */
    static final byte BACK_REFERENCE = 18;

    /** The same, in either case. */
    static final byte BACK_REFERENCE_ANY_CASE = 19;

    /** Sets the counter in register {@code argument} to zero. */
    static final byte COUNT_START = 20;

    /** operands [register, min, max, body, lazy]: repeats the body or goes on. */
    static final byte COUNT = 21;

    /** operands [register, slot]: the group began where the register says and ends here. */
    static final byte CLOSE = 22;

    final byte[] kinds;
    final int[] next;
    final int[] arguments;

    /** Operands of the instructions that have several; {@code argument} is the index of the first. */
    final int[] operands;

    /** Bytes of the sets, four words a set. */
    final long[] sets;

    final int start;
    final int registers;

    /** Groups, the whole match included. */
    final int groups;

    Program(
            byte[] kinds,
            int[] next,
            int[] arguments,
            int[] operands,
            long[] sets,
            int start,
            int registers,
            int groups) {
        this.kinds = kinds;
        this.next = next;
        this.arguments = arguments;
        this.operands = operands;
        this.sets = sets;
        this.start = start;
        this.registers = registers;
        this.groups = groups;
    }

    int size() {
        return kinds.length;
    }

    /** About the bytes of memory it takes. */
    long memory() {
        return 120 + 9L * kinds.length + 4L * operands.length + 8L * sets.length;
    }

    boolean setContains(int set, int b) {
        return (sets[set * 4 + (b >> 6)] >>> b & 1) != 0;
    }
}
