package io.rempart.engine.state;

import java.util.Arrays;

/** Stretches of the request as it was sent, for logs. For one thread. */
public final class Places {
    private int[] offsets = new int[4];
    private int[] lengths = new int[4];
    private int size;

    /** One stretch. */
    static Places of(int offset, long length) {
        return new Places().add(offset, length);
    }

    /** One more stretch. */
    Places add(int offset, long length) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        offsets[size] = offset;
        lengths[size++] = (int) Math.min(length, Integer.MAX_VALUE);
        return this;
    }

    /** One more stretch, out of others. */
    void add(Places other, int index) {
        if (index < other.size) {
            add(other.offsets[index], other.lengths[index]);
        }
    }

    void refer(int index, StringBuilder out) {
        if (index < size && offsets[index] >= 0) {
            refer(offsets[index], lengths[index], out);
        }
    }

    void referAll(StringBuilder out) {
        for (int i = 0; i < size; i++) {
            refer(i, out);
        }
    }

    static void refer(int offset, int length, StringBuilder out) {
        out.append('v').append(offset).append(',').append(length);
    }
}
