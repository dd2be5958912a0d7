package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.Node.AnchorKind;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the span and the groups of the match that a backtracking matcher would find first, in time linear in the value.
 *
 * <p>All ways through the program are followed at once, one byte after another, in order of preference; each thread carries its own
 * groups; of two threads at the same instruction only the preferred one goes on (Pike, as described by Cox, "Regular Expression
 * Matching: the Virtual Machine Approach", 2009). Machines are scratch memory: used by one thread at a time, lent from a small pool.
 */
final class PikeMachine {
    /** Machines that have grown beyond this many array elements are not kept. */
    private static final int KEPT_ELEMENTS = 1 << 18;

    private static final ArrayBlockingQueue<PikeMachine> POOL =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    private static final class Threads {
        int[] instructions = new int[16];
        int[] slots = new int[32];
        int[] visited = new int[0];
        int generation;
        int count;

        void clear(int programSize) {
            if (visited.length < programSize) {
                visited = new int[programSize];
                generation = 0;
            }
            if (++generation == Integer.MAX_VALUE) {
                Arrays.fill(visited, 0);
                generation = 1;
            }
            count = 0;
        }
    }

    private Threads current = new Threads();
    private Threads following = new Threads();
    private int[] stack = new int[64];
    private int[] working = new int[4];

    /** Searches from a position on; fills {@code captures} (at least two; positions in the value, -1 for unset) if there is a match. */
    static boolean search(
            Program program,
            ByteSlice value,
            int from,
            int searchStart,
            @Nullable ByteSet first,
            boolean anchoredHere,
            boolean notEmpty,
            int[] captures) {
        PikeMachine machine = POOL.poll();
        if (machine == null) {
            machine = new PikeMachine();
        }
        boolean found = machine.run(program, value, from, searchStart, first, anchoredHere, notEmpty, captures);
        if (machine.current.visited.length + machine.current.slots.length + machine.stack.length <= KEPT_ELEMENTS) {
            POOL.offer(machine);
        }
        return found;
    }

    private boolean run(
            Program program,
            ByteSlice value,
            int from,
            int searchStart,
            @Nullable ByteSet first,
            boolean anchoredHere,
            boolean notEmpty,
            int[] captures) {
        byte[] array = value.array();
        int begin = value.offset();
        int end = value.end();
        int slotCount = Math.min(captures.length, 2 * program.groups);
        if (working.length < slotCount) {
            working = new int[slotCount];
        }
        boolean matched = false;
        int position = begin + from;
        int origin = begin + searchStart;
        current.clear(program.size());
        while (true) {
            if (!matched && (!anchoredHere || position == begin + from)) {
                if (first != null && current.count == 0 && !anchoredHere) {
                    int here = position;
                    while (position < end && !first.contains(array[position] & 0xFF)) {
                        position++;
                    }
                    if (position > here) {
                        // what was visited belongs to the position left behind
                        current.clear(program.size());
                    }
                }
                Arrays.fill(working, 0, slotCount, -1);
                add(program, current, program.start, array, begin, end, position, origin, slotCount);
            }
            if (current.count == 0) {
                if (matched || anchoredHere || position >= end) {
                    break;
                }
                position++;
                current.clear(program.size());
                continue;
            }
            following.clear(program.size());
            int b = position < end ? array[position] & 0xFF : -1;
            for (int i = 0; i < current.count; i++) {
                int instruction = current.instructions[i];
                if (program.kinds[instruction] == Program.MATCH) {
                    int slot = i * slotCount;
                    if (notEmpty && current.slots[slot] == position) {
                        continue;
                    }
                    matched = true;
                    System.arraycopy(current.slots, slot, captures, 0, slotCount);
                    break;
                }
                if (b >= 0 && program.setContains(program.arguments[instruction], b)) {
                    System.arraycopy(current.slots, i * slotCount, working, 0, slotCount);
                    add(
                            program,
                            following,
                            program.next[instruction],
                            array,
                            begin,
                            end,
                            position + 1,
                            origin,
                            slotCount);
                }
            }
            Threads swap = current;
            current = following;
            following = swap;
            if (position >= end) {
                break;
            }
            position++;
        }
        if (matched) {
            Arrays.fill(captures, slotCount, captures.length, -1);
            for (int i = 0; i < slotCount; i++) {
                captures[i] = captures[i] < 0 ? -1 : captures[i] - begin;
            }
        }
        return matched;
    }

    /** Adds the threads that an instruction leads to without taking a byte, in order of preference. */
    private void add(
            Program program,
            Threads threads,
            int start,
            byte[] array,
            int begin,
            int end,
            int position,
            int origin,
            int slotCount) {
        int height = 0;
        int instruction = start;
        while (true) {
            boolean dead = threads.visited[instruction] == threads.generation;
            if (!dead) {
                threads.visited[instruction] = threads.generation;
                if (height + 2 > stack.length) {
                    stack = Arrays.copyOf(stack, stack.length * 2);
                }
                switch (program.kinds[instruction]) {
                    case Program.SPLIT -> {
                        stack[height++] = program.arguments[instruction];
                        instruction = program.next[instruction];
                    }
                    case Program.SAVE -> {
                        int slot = program.arguments[instruction];
                        if (slot < slotCount) {
                            stack[height++] = working[slot];
                            stack[height++] = ~slot;
                            working[slot] = position;
                        }
                        instruction = program.next[instruction];
                    }
                    case Program.ANCHOR -> {
                        dead = !Positions.holds(
                                AnchorKind.of(program.arguments[instruction]), array, begin, end, position, origin);
                        instruction = program.next[instruction];
                    }
                    case Program.FAIL -> dead = true;
                    default -> {
                        append(threads, instruction, slotCount);
                        dead = true;
                    }
                }
            }
            while (dead) {
                if (height == 0) {
                    return;
                }
                int popped = stack[--height];
                if (popped < 0) {
                    working[~popped] = stack[--height];
                } else {
                    instruction = popped;
                    dead = false;
                }
            }
        }
    }

    private void append(Threads threads, int instruction, int slotCount) {
        int index = threads.count++;
        if (index == threads.instructions.length) {
            threads.instructions = Arrays.copyOf(threads.instructions, index * 2);
        }
        if ((index + 1) * slotCount > threads.slots.length) {
            threads.slots =
                    Arrays.copyOf(threads.slots, Math.max(threads.slots.length * 2, (index + 1) * slotCount * 2));
        }
        threads.instructions[index] = instruction;
        System.arraycopy(working, 0, threads.slots, index * slotCount, slotCount);
    }
}
