package io.rempart.engine.regex;

import java.util.Arrays;

/** A set of instructions of a program, being collected: scratch memory that is used again and again. For one thread. */
final class ThreadSet {
    final int[] stamps;
    int generation;
    char[] instructions = new char[32];
    int count;
    int[] stack = new int[32];

    ThreadSet(int programSize) {
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
