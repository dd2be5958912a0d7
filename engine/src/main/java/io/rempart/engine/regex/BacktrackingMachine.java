package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.Node.AnchorKind;
import java.util.Arrays;

/**
 * Runs what no finite automaton can: look-around, back-references, atomic groups, exact spans of loops that may go round empty. It
 * tries one way after another as PCRE does, so its time can be exponential: every instruction is a step, and the steps are limited.
 *
 * <p>There is no recursion. What must be undone or tried later lies on a stack of frames, whose height is limited too: a place to go
 * on at, a run of bytes to shorten or lengthen, a slot or register to restore. An atomic group or a look-around that has succeeded
 * drops the choices made inside it and keeps what is to be restored. Used by one thread, for one search.
 */
final class BacktrackingMachine {
    /** The greatest height of the stack, in frames of four integers; beyond it the limit counts as exceeded. */
    static final int MAX_FRAMES = 1 << 18;

    /** a: instruction, b: position. */
    private static final int CHOICE = 0;

    /** a: slot, b: value. */
    private static final int RESTORE_SLOT = 1;

    /** a: register, b: value. */
    private static final int RESTORE_REGISTER = 2;

    /** a: instruction of the run, b: least end, c: end last tried. */
    private static final int SHORTEN = 3;

    /** a: instruction of the run, b: end last tried, c: greatest end. */
    private static final int LENGTHEN = 4;

    /** a: instruction of the counter, b: position. */
    private static final int COUNT_ON = 5;

    /** How many steps may still be made, by one search or by several together. For one thread. */
    static final class Steps {
        private long count;

        Steps(long count) {
            this.count = count;
        }
    }

    private final Program program;
    private final byte[] array;
    private final int begin;
    private final int end;
    private final int origin;
    private final boolean notEmpty;
    private final int[] slots;
    private final int[] registers;
    private int[] stack = new int[256];
    private int height;
    private long steps;
    private boolean exceeded;

    private BacktrackingMachine(Program program, ByteSlice value, int origin, boolean notEmpty, long steps) {
        this.program = program;
        array = value.array();
        begin = value.offset();
        end = value.end();
        this.origin = begin + origin;
        this.notEmpty = notEmpty;
        this.steps = steps;
        slots = new int[2 * program.groups];
        registers = new int[program.registers];
    }

    /**
     * Searches from a position on; fills {@code captures} when there is a match. The steps it makes, at most {@code limit}, are taken
     * from those {@code left}.
     */
    static Outcome search(
            Program program,
            ByteSlice value,
            int from,
            int searchStart,
            ByteSet first,
            boolean onlyHere,
            boolean notEmpty,
            int[] captures,
            Steps left,
            long limit) {
        long steps = Math.min(left.count, limit);
        BacktrackingMachine machine = new BacktrackingMachine(program, value, searchStart, notEmpty, steps);
        Outcome outcome = machine.search(value, from, first, onlyHere, captures);
        left.count -= steps - Math.max(0, machine.steps);
        return outcome;
    }

    private Outcome search(ByteSlice value, int from, ByteSet first, boolean onlyHere, int[] captures) {
        boolean mayBeEmpty = first.equals(ByteSet.ALL);
        for (int start = from; start <= value.length(); start++) {
            if (mayBeEmpty || start < value.length() && first.contains(value.at(start))) {
                if (matchesAt(begin + start)) {
                    report(captures);
                    return Outcome.MATCH;
                }
                if (exceeded) {
                    return Outcome.LIMIT_EXCEEDED;
                }
            }
            if (onlyHere) {
                break;
            }
        }
        return Outcome.NO_MATCH;
    }

    private void report(int[] captures) {
        for (int i = 0; i < captures.length; i++) {
            captures[i] = i >= slots.length || slots[i] < 0 || slots[i ^ 1] < 0 ? -1 : slots[i] - begin;
        }
    }

    private boolean matchesAt(int start) {
        Arrays.fill(slots, -1);
        height = 0;
        int instruction = program.start;
        int position = start;
        int[] operands = program.operands;
        while (true) {
            if (--steps < 0) {
                exceeded = true;
            }
            if (exceeded) {
                return false;
            }
            int argument = program.arguments[instruction];
            int next = program.next[instruction];
            boolean failed = false;
            switch (program.kinds[instruction]) {
                case Program.BYTE -> {
                    if (position < end && program.setContains(argument, array[position] & 0xFF)) {
                        position++;
                    } else {
                        failed = true;
                    }
                }
                case Program.SPLIT -> push(CHOICE, argument, position, 0);
                case Program.SAVE -> {
                    push(RESTORE_SLOT, argument, slots[argument], 0);
                    slots[argument] = position;
                }
                case Program.ANCHOR ->
                    failed = !Positions.holds(AnchorKind.of(argument), array, begin, end, position, origin);
                case Program.MATCH -> {
                    if (!notEmpty || position > start) {
                        return true;
                    }
                    failed = true;
                }
                case Program.MARK -> setRegister(argument, position);
                case Program.CLOSE -> {
                    int slot = operands[argument + 1];
                    push(RESTORE_SLOT, slot, slots[slot], 0);
                    push(RESTORE_SLOT, slot + 1, slots[slot + 1], 0);
                    slots[slot] = registers[operands[argument]];
                    slots[slot + 1] = position;
                }
                case Program.CHECK -> {
                    if (position == registers[operands[argument]]) {
                        next = operands[argument + 1];
                    }
                }
                case Program.RUN_GREEDY, Program.RUN_POSSESSIVE -> {
                    int least = position + operands[argument + 1];
                    int most = limit(position, operands[argument + 2]);
                    int stop = runEnd(operands[argument], position, most);
                    if (stop < least || least < position) {
                        failed = true;
                    } else {
                        if (stop > least && program.kinds[instruction] == Program.RUN_GREEDY) {
                            push(SHORTEN, instruction, least, stop);
                        }
                        position = stop;
                    }
                }
                case Program.RUN_LAZY -> {
                    int least = position + operands[argument + 1];
                    int most = limit(position, operands[argument + 2]);
                    if (least < position || least > end || runEnd(operands[argument], position, least) < least) {
                        failed = true;
                    } else {
                        if (most > least) {
                            push(LENGTHEN, instruction, least, most);
                        }
                        position = least;
                    }
                }
                case Program.ATOMIC -> {
                    int now = registers[argument];
                    push(RESTORE_REGISTER, argument, now, 0);
                    registers[argument] = height;
                }
                case Program.ATOMIC_END -> cut(registers[argument]);
                case Program.LOOK -> {
                    setRegister(argument + 1, position);
                    push(RESTORE_REGISTER, argument, registers[argument], 0);
                    registers[argument] = height;
                }
                case Program.LOOK_END -> {
                    cut(registers[argument]);
                    position = registers[argument + 1];
                }
                case Program.NEGATIVE_LOOK -> {
                    int register = operands[argument];
                    push(RESTORE_REGISTER, register, registers[register], 0);
                    registers[register] = height;
                    push(CHOICE, operands[argument + 1], position, 0);
                }
                case Program.NEGATIVE_LOOK_END -> {
                    unwind(registers[argument]);
                    failed = true;
                }
                case Program.BACK -> {
                    failed = position - begin < argument;
                    position -= argument;
                }
                case Program.BACK_REFERENCE, Program.BACK_REFERENCE_ANY_CASE -> {
                    int stop = reference(
                            argument, position, program.kinds[instruction] == Program.BACK_REFERENCE_ANY_CASE);
                    failed = stop < 0;
                    position = stop;
                }
                case Program.COUNT_START -> setRegister(argument, 0);
                case Program.COUNT -> {
                    int register = operands[argument];
                    int count = registers[register];
                    if (count < operands[argument + 1]) {
                        setRegister(register, count + 1);
                        next = operands[argument + 3];
                    } else if (count < operands[argument + 2]) {
                        if (operands[argument + 4] != 0) {
                            push(COUNT_ON, instruction, position, 0);
                        } else {
                            push(CHOICE, next, position, 0);
                            setRegister(register, count + 1);
                            next = operands[argument + 3];
                        }
                    }
                }
                default -> failed = true;
            }
            if (!failed) {
                instruction = next;
                continue;
            }
            // back to the last choice
            boolean resumed = false;
            while (height > 0 && !resumed) {
                int frame = --height * 4;
                int a = stack[frame + 1];
                int b = stack[frame + 2];
                int c = stack[frame + 3];
                switch (stack[frame]) {
                    case RESTORE_SLOT -> slots[a] = b;
                    case RESTORE_REGISTER -> registers[a] = b;
                    case CHOICE -> {
                        instruction = a;
                        position = b;
                        resumed = true;
                    }
                    case SHORTEN -> {
                        position = c - 1;
                        if (position > b) {
                            push(SHORTEN, a, b, position);
                        }
                        instruction = program.next[a];
                        resumed = true;
                    }
                    case LENGTHEN -> {
                        if (program.setContains(operands[program.arguments[a]], array[b] & 0xFF)) {
                            position = b + 1;
                            if (position < c) {
                                push(LENGTHEN, a, position, c);
                            }
                            instruction = program.next[a];
                            resumed = true;
                        }
                    }
                    default -> {
                        int register = operands[program.arguments[a]];
                        setRegister(register, registers[register] + 1);
                        instruction = operands[program.arguments[a] + 3];
                        position = b;
                        resumed = true;
                    }
                }
            }
            if (!resumed) {
                return false;
            }
        }
    }

    private int limit(int position, int count) {
        return count > end - position ? end : position + count;
    }

    private int runEnd(int set, int from, int most) {
        int position = from;
        while (position < most && program.setContains(set, array[position] & 0xFF)) {
            position++;
        }
        // a long run is work too, though less than a step a byte
        steps -= (position - from) >>> 3;
        return position;
    }

    /** Where the repeated group ends, or -1. A group that took no part fails. */
    private int reference(int group, int position, boolean anyCase) {
        int from = slots[2 * group];
        int to = slots[2 * group + 1];
        if (from < 0 || to < 0 || to - from > end - position) {
            return -1;
        }
        steps -= (to - from) >>> 3;
        int at = position;
        for (int i = from; i < to; i++, at++) {
            int x = array[i];
            int y = array[at];
            if (x != y) {
                int lower = x | 0x20;
                if (!anyCase || lower != (y | 0x20) || lower < 'a' || lower > 'z') {
                    return -1;
                }
            }
        }
        return at;
    }

    private void setRegister(int register, int value) {
        push(RESTORE_REGISTER, register, registers[register], 0);
        registers[register] = value;
    }

    private void push(int type, int a, int b, int c) {
        int frame = height * 4;
        if (frame == stack.length) {
            if (height >= MAX_FRAMES) {
                exceeded = true;
                return;
            }
            stack = Arrays.copyOf(stack, stack.length * 2);
        }
        stack[frame] = type;
        stack[frame + 1] = a;
        stack[frame + 2] = b;
        stack[frame + 3] = c;
        height++;
    }

    /** Drops the choices above a height, but keeps what is to be restored when an earlier choice is taken. */
    private void cut(int to) {
        int kept = to;
        for (int i = to; i < height; i++) {
            int type = stack[i * 4];
            if (type == RESTORE_SLOT || type == RESTORE_REGISTER) {
                if (kept != i) {
                    System.arraycopy(stack, i * 4, stack, kept * 4, 4);
                }
                kept++;
            }
        }
        steps -= (height - to) >>> 3;
        height = kept;
    }

    private void unwind(int to) {
        while (height > to) {
            int frame = --height * 4;
            if (stack[frame] == RESTORE_SLOT) {
                slots[stack[frame + 1]] = stack[frame + 2];
            } else if (stack[frame] == RESTORE_REGISTER) {
                registers[stack[frame + 1]] = stack[frame + 2];
            }
        }
    }
}
