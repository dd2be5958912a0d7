package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The automaton of Aho and Corasick (1975) over classes of bytes, with the failure links resolved: one table look-up a byte.
 *
 * <p>Bytes that no literal has share a class; with ASCII case ignored both cases share one. States are numbered so that those where a
 * literal ends come last, and are written as the offset of their row.
 */
final class LiteralAutomaton {
    private final byte[] classes;
    private final int[] table;
    private final int stride;
    /** The row offset of the first state at which something ends. */
    private final int firstOutput;
    /** For each output state where its ids begin in {@link #ids}; one more at the end. */
    private final int[] outputStarts;

    private final int[] ids;
    /** For each output state, the length of the longest literal that ends there; its id is the first. */
    private final int[] lengths;

    private LiteralAutomaton(
            byte[] classes, int[] table, int stride, int firstOutput, int[] outputStarts, int[] ids, int[] lengths) {
        this.classes = classes;
        this.table = table;
        this.stride = stride;
        this.firstOutput = firstOutput;
        this.outputStarts = outputStarts;
        this.ids = ids;
        this.lengths = lengths;
    }

    static LiteralAutomaton of(List<ByteSlice> literals, int[] literalIds, boolean caseInsensitive) {
        byte[] classes = new byte[256];
        int stride = classes(literals, caseInsensitive, classes);
        // the trie
        int capacity = 1;
        for (ByteSlice literal : literals) {
            capacity += literal.length();
        }
        int[] trie = new int[Math.multiplyExact(capacity, stride)];
        int[] depths = new int[capacity];
        int[] endOf = new int[capacity];
        int[] sameEnd = new int[literals.size()];
        Arrays.fill(endOf, -1);
        int states = 1;
        for (int n = 0; n < literals.size(); n++) {
            ByteSlice literal = literals.get(n);
            int state = 0;
            for (int i = 0; i < literal.length(); i++) {
                int edge = state * stride + (classes[literal.at(i)] & 0xFF);
                if (trie[edge] == 0) {
                    depths[states] = i + 1;
                    trie[edge] = states++;
                }
                state = trie[edge];
            }
            sameEnd[n] = endOf[state];
            endOf[state] = n;
        }
        // failure links, breadth first; edges that the trie lacks are taken from the failure state
        int[] failure = new int[states];
        int[] outputLink = new int[states];
        int[] order = new int[states];
        int head = 0;
        int tail = 1;
        while (head < tail) {
            int state = order[head++];
            outputLink[state] =
                    state == 0 ? -1 : endOf[failure[state]] >= 0 ? failure[state] : outputLink[failure[state]];
            for (int c = 0; c < stride; c++) {
                int edge = state * stride + c;
                int target = trie[edge];
                int fallback = state == 0 ? 0 : trie[failure[state] * stride + c];
                if (target == 0) {
                    trie[edge] = fallback;
                } else {
                    failure[target] = fallback;
                    order[tail++] = target;
                }
            }
        }
        // renumber: breadth first, states with output last
        int[] number = new int[states];
        int outputs = 0;
        for (int state = 0; state < states; state++) {
            if (endOf[state] >= 0 || outputLink[state] >= 0) {
                outputs++;
            }
        }
        int plain = 0;
        int output = states - outputs;
        int firstOutput = output;
        int[] outputStarts = new int[outputs + 1];
        int[] lengths = new int[outputs];
        int[] ids = new int[Math.max(16, outputs)];
        int idCount = 0;
        for (int i = 0; i < states; i++) {
            int state = order[i];
            if (endOf[state] < 0 && outputLink[state] < 0) {
                number[state] = plain++;
                continue;
            }
            int index = output - firstOutput;
            number[state] = output++;
            outputStarts[index] = idCount;
            for (int s = endOf[state] >= 0 ? state : outputLink[state]; s >= 0; s = outputLink[s]) {
                if (lengths[index] == 0) {
                    lengths[index] = depths[s];
                }
                int firstOfState = idCount;
                for (int n = endOf[s]; n >= 0; n = sameEnd[n]) {
                    if (idCount == ids.length) {
                        ids = Arrays.copyOf(ids, ids.length * 2);
                    }
                    ids[idCount++] = literalIds[n];
                }
                // the chain is in reverse: of equal literals the one added first is the one reported
                for (int a = firstOfState, b = idCount - 1; a < b; a++, b--) {
                    int swap = ids[a];
                    ids[a] = ids[b];
                    ids[b] = swap;
                }
            }
            outputStarts[index + 1] = idCount;
        }
        int[] table = new int[states * stride];
        for (int state = 0; state < states; state++) {
            for (int c = 0; c < stride; c++) {
                table[number[state] * stride + c] = number[trie[state * stride + c]] * stride;
            }
        }
        return new LiteralAutomaton(
                classes, table, stride, firstOutput * stride, outputStarts, Arrays.copyOf(ids, idCount), lengths);
    }

    /** Fills the classes; class 0 is for the bytes of no literal. Returns how many there are. */
    private static int classes(List<ByteSlice> literals, boolean caseInsensitive, byte[] classes) {
        int count = 1;
        for (ByteSlice literal : literals) {
            for (int i = 0; i < literal.length(); i++) {
                int b = literal.at(i);
                if (classes[b] == 0) {
                    classes[b] = (byte) count;
                    boolean letter = b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
                    if (caseInsensitive && letter) {
                        classes[b ^ 0x20] = (byte) count;
                    }
                    count++;
                }
            }
        }
        return count;
    }

    long memory() {
        return 4L * (table.length + outputStarts.length + ids.length + lengths.length) + 256;
    }

    int first(ByteSlice value, int from, int @Nullable [] span) {
        byte[] array = value.array();
        int state = 0;
        for (int i = value.offset() + from, end = value.end(); i < end; i++) {
            state = table[state + (classes[array[i] & 0xFF] & 0xFF)];
            if (state >= firstOutput) {
                int output = (state - firstOutput) / stride;
                if (span != null) {
                    span[1] = i + 1 - value.offset();
                    span[0] = span[1] - lengths[output];
                }
                return ids[outputStarts[output]];
            }
        }
        return -1;
    }

    void scan(ByteSlice value, long[] found) {
        byte[] array = value.array();
        int[] table = this.table;
        byte[] classes = this.classes;
        int firstOutput = this.firstOutput;
        int state = 0;
        for (int i = value.offset(), end = value.end(); i < end; i++) {
            state = table[state + (classes[array[i] & 0xFF] & 0xFF)];
            if (state >= firstOutput) {
                report(state, found);
            }
        }
    }

    private void report(int state, long[] found) {
        int output = (state - firstOutput) / stride;
        for (int i = outputStarts[output], end = outputStarts[output + 1]; i < end; i++) {
            int id = ids[i];
            found[id >> 6] |= 1L << id;
        }
    }
}
