package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * The automaton of Aho and Corasick (1975) over classes of bytes, as a deterministic one in two parts.
 *
 * <p>Bytes that no literal has share a class; with ASCII case ignored both cases share one. The states that ordinary text visits most,
 * as far as the frequency of bytes tells, have a dense row: one look-up a byte. All others are sparse: each knows the dense state of
 * its longest suffix and lists only the transitions in which it differs from that, which are one or two. So a hundred thousand states
 * take a few megabytes, and ordinary text hardly leaves the dense part.
 *
 * <p>A state is written as an integer: the offset of its row if it is dense, those without output first; above {@link #denseEnd} the
 * number of a sparse one. Built by {@link LiteralAutomatonBuilder}.
 */
final class LiteralAutomaton {
    private final byte[] classes;
    private final int stride;
    private final int[] dense;
    /** Below this a state is dense and nothing ends there. */
    private final int plainEnd;

    private final int denseEnd;
    /** For each sparse state where its list begins; one more at the end. */
    private final int[] sparseStarts;

    private final byte[] sparseClasses;
    private final int[] sparseTargets;
    /** For each sparse state the row that holds for the classes not in its list. */
    private final int[] sparseRows;
    /** For each state by number (dense ones first) its output, or -1. */
    private final int[] outputs;
    /** For each output where its ids begin; one more at the end. */
    private final int[] idStarts;

    private final int[] ids;
    /** For each output the length of its literal. */
    private final int[] lengths;
    /** For each output that of the longest proper suffix that has one, or -1. */
    private final int[] shorterOutputs;

    LiteralAutomaton(
            byte[] classes,
            int stride,
            int[] dense,
            int plainEnd,
            int[] sparseStarts,
            byte[] sparseClasses,
            int[] sparseTargets,
            int[] sparseRows,
            int[] outputs,
            int[] idStarts,
            int[] ids,
            int[] lengths,
            int[] shorterOutputs) {
        this.classes = classes;
        this.stride = stride;
        this.dense = dense;
        this.plainEnd = plainEnd;
        this.denseEnd = dense.length;
        this.sparseStarts = sparseStarts;
        this.sparseClasses = sparseClasses;
        this.sparseTargets = sparseTargets;
        this.sparseRows = sparseRows;
        this.outputs = outputs;
        this.idStarts = idStarts;
        this.ids = ids;
        this.lengths = lengths;
        this.shorterOutputs = shorterOutputs;
    }

    long memory() {
        return 4L
                        * (dense.length
                                + sparseStarts.length
                                + sparseTargets.length
                                + sparseRows.length
                                + outputs.length
                                + idStarts.length
                                + ids.length
                                + 2L * lengths.length)
                + sparseClasses.length
                + 256;
    }

    int states() {
        return outputs.length;
    }

    int first(ByteSlice value, int from, int @Nullable [] span) {
        byte[] array = value.array();
        byte[] classes = this.classes;
        int[] dense = this.dense;
        int plainEnd = this.plainEnd;
        int state = 0;
        for (int i = value.offset() + from, end = value.end(); i < end; i++) {
            int symbol = classes[array[i] & 0xFF] & 0xFF;
            state = state < denseEnd ? dense[state + symbol] : sparse(state - denseEnd, symbol);
            if (state >= plainEnd) {
                int output = outputs[number(state)];
                if (output >= 0) {
                    if (span != null) {
                        span[1] = i + 1 - value.offset();
                        span[0] = span[1] - lengths[output];
                    }
                    return ids[idStarts[output]];
                }
            }
        }
        return -1;
    }

    void scan(ByteSlice value, long[] found) {
        byte[] array = value.array();
        byte[] classes = this.classes;
        int[] dense = this.dense;
        int plainEnd = this.plainEnd;
        int end = value.end();
        int state = 0;
        int i = value.offset();
        while (i < end) {
            state = dense[state + (classes[array[i++] & 0xFF] & 0xFF)];
            if (state < plainEnd) {
                continue;
            }
            while (true) {
                int output = outputs[number(state)];
                if (output >= 0) {
                    report(output, found);
                }
                if (state < denseEnd) {
                    break;
                }
                if (i == end) {
                    return;
                }
                state = sparse(state - denseEnd, classes[array[i++] & 0xFF] & 0xFF);
                if (state < plainEnd) {
                    break;
                }
            }
        }
    }

    private int sparse(int state, int symbol) {
        for (int i = sparseStarts[state], end = sparseStarts[state + 1]; i < end; i++) {
            if ((sparseClasses[i] & 0xFF) == symbol) {
                return sparseTargets[i];
            }
        }
        return dense[sparseRows[state] + symbol];
    }

    private int number(int state) {
        return state < denseEnd ? state / stride : denseEnd / stride + state - denseEnd;
    }

    private void report(int first, long[] found) {
        for (int output = first; output >= 0; output = shorterOutputs[output]) {
            for (int i = idStarts[output], end = idStarts[output + 1]; i < end; i++) {
                int id = ids[i];
                found[id >> 6] |= 1L << id;
            }
        }
    }
}
