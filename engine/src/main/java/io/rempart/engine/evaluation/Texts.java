package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteMask;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.JointSearch;
import io.rempart.engine.rule.Gate;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one transaction, equal ones once. A table with open addressing over a hash of length, beginning, middle and end; after
 * {@value #TRIES} others in a row a text is kept out of it, so that values made to collide cost no more than others. The hashes stand in
 * an array of their own: a body of a megabyte has more texts than a core's cache, and of those that differ none is looked at. For one
 * thread.
 */
final class Texts {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int TRIES = 8;

    private final int steps;
    private @Nullable Text[] table = new Text[128];
    private int[] hashes = new int[table.length];
    private int size;

    /** Room to work in at the gates. */
    final Gate.Scratch scratch = new Gate.Scratch();

    /** The search of patterns in long texts. */
    final JointSearch patterns = new JointSearch();

    /** What is spent on them. */
    final StepBudget budget;

    /** For a rule set with so many different steps of transformation. */
    Texts(int steps, StepBudget budget) {
        this.steps = steps;
        this.budget = budget;
    }

    int steps() {
        return steps;
    }

    /** The text of a value. */
    Text of(ByteSlice value) {
        return of(value, null);
    }

    /**
     * The text of a value.
     *
     * @param mask the bytes that may occur in it, null when it must be read to know them
     */
    Text of(ByteSlice value, @Nullable ByteMask mask) {
        int hash = hash(value);
        int slot = hash & table.length - 1;
        for (int i = 0; i < TRIES; i++) {
            Text known = table[slot];
            if (known == null) {
                Text text = new Text(this, value, mask);
                table[slot] = text;
                hashes[slot] = hash;
                if (++size * 2 > table.length) {
                    grow();
                }
                return text;
            }
            if (hashes[slot] == hash && known.bytes().equals(value)) {
                return known;
            }
            slot = slot + 1 & table.length - 1;
        }
        return new Text(this, value, mask);
    }

    private void grow() {
        Text[] before = table;
        int[] hashesBefore = hashes;
        table = new Text[before.length * 2];
        hashes = new int[table.length];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != null) {
                int slot = hashesBefore[i] & table.length - 1;
                while (table[slot] != null) {
                    slot = slot + 1 & table.length - 1;
                }
                table[slot] = before[i];
                hashes[slot] = hashesBefore[i];
            }
        }
    }

    private static int hash(ByteSlice value) {
        byte[] array = value.array();
        int from = value.offset();
        int length = value.length();
        long hash = length;
        if (length < 8) {
            for (int i = from; i < from + length; i++) {
                hash = hash << 8 | array[i] & 0xFF;
            }
        } else {
            int last = length - 8;
            hash = hash * MULTIPLIER + (long) LONGS.get(array, from);
            hash = hash * MULTIPLIER + (long) LONGS.get(array, from + last / 2);
            hash = hash * MULTIPLIER + (long) LONGS.get(array, from + last);
        }
        hash = (hash ^ hash >>> 32) * MULTIPLIER;
        return (int) (hash >>> 32);
    }
}
