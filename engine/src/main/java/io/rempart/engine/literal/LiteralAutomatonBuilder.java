package io.rempart.engine.literal;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;
import java.util.List;

/** Builds a {@link LiteralAutomaton}: trie, failure links, choice of dense states, tables. Single use. */
final class LiteralAutomatonBuilder {
    /** The most cells of the dense part: 512 KB, which stays in a core's own cache. */
    private static final int DENSE_CELLS = 1 << 17;

    private final byte[] classes = new byte[256];
    private final int stride;

    /** The trie: for each node its first child, next sibling, class on the way to it, depth, and how likely text is to be there. */
    private int[] firstChild = new int[256];

    private int[] nextSibling = new int[256];
    private byte[] symbol = new byte[256];
    private int[] depth = new int[256];
    private float[] likelihood = new float[256];
    private int nodes = 1;

    private final int[] failure;
    private final int[] order;
    /** For each node the last literal that ends there, or -1; for each literal the one before that ends at the same node. */
    private final int[] lastLiteral;

    private final int[] sameEnd;

    private LiteralAutomatonBuilder(List<ByteSlice> literals, boolean caseInsensitive) {
        stride = classify(literals, caseInsensitive);
        likelihood[0] = 1;
        double[] rarity = new double[stride];
        for (int b = 0; b < 256; b++) {
            rarity[classes[b] & 0xFF] += ByteRarity.of(b);
        }
        int[] ends = new int[literals.size()];
        for (int n = 0; n < ends.length; n++) {
            ByteSlice literal = literals.get(n);
            int node = 0;
            for (int i = 0; i < literal.length(); i++) {
                int c = classes[literal.at(i)] & 0xFF;
                int child = child(node, c);
                node = child != 0 ? child : append(node, c, rarity[c]);
            }
            ends[n] = node;
        }
        lastLiteral = new int[nodes];
        Arrays.fill(lastLiteral, -1);
        sameEnd = new int[ends.length];
        for (int n = 0; n < ends.length; n++) {
            sameEnd[n] = lastLiteral[ends[n]];
            lastLiteral[ends[n]] = n;
        }
        failure = new int[nodes];
        order = new int[nodes];
        int head = 0;
        int tail = 1;
        while (head < tail) {
            int node = order[head++];
            for (int child = firstChild[node]; child != 0; child = nextSibling[child]) {
                failure[child] = node == 0 ? 0 : target(failure[node], symbol[child] & 0xFF);
                order[tail++] = child;
            }
        }
    }

    static LiteralAutomaton build(List<ByteSlice> literals, int[] literalIds, boolean caseInsensitive) {
        return new LiteralAutomatonBuilder(literals, caseInsensitive).automaton(literalIds);
    }

    /** Fills the classes; class 0 is for the bytes of no literal. Returns how many there are. */
    private int classify(List<ByteSlice> literals, boolean caseInsensitive) {
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
        // common classes first, so that what text looks up in a row lies close together
        double[] rarity = new double[count];
        for (int b = 0; b < 256; b++) {
            rarity[classes[b] & 0xFF] += ByteRarity.of(b);
        }
        Integer[] byRarity = new Integer[count - 1];
        Arrays.setAll(byRarity, i -> i + 1);
        Arrays.sort(byRarity, (x, y) -> Double.compare(rarity[y], rarity[x]));
        byte[] renamed = new byte[count];
        for (int i = 0; i < byRarity.length; i++) {
            renamed[byRarity[i]] = (byte) (i + 1);
        }
        for (int b = 0; b < 256; b++) {
            classes[b] = renamed[classes[b] & 0xFF];
        }
        return count;
    }

    private int append(int parent, int c, double rarity) {
        if (nodes == firstChild.length) {
            int larger = nodes * 2;
            firstChild = Arrays.copyOf(firstChild, larger);
            nextSibling = Arrays.copyOf(nextSibling, larger);
            symbol = Arrays.copyOf(symbol, larger);
            depth = Arrays.copyOf(depth, larger);
            likelihood = Arrays.copyOf(likelihood, larger);
        }
        int node = nodes++;
        symbol[node] = (byte) c;
        depth[node] = depth[parent] + 1;
        likelihood[node] = (float) (likelihood[parent] * Math.min(1, rarity));
        nextSibling[node] = firstChild[parent];
        firstChild[parent] = node;
        return node;
    }

    private int child(int node, int c) {
        int child = firstChild[node];
        while (child != 0 && (symbol[child] & 0xFF) != c) {
            child = nextSibling[child];
        }
        return child;
    }

    /** Where a byte of the class leads; failure links of shorter nodes must be known. */
    private int target(int from, int c) {
        int node = from;
        while (true) {
            int child = child(node, c);
            if (child != 0 || node == 0) {
                return child;
            }
            node = failure[node];
        }
    }

    private LiteralAutomaton automaton(int[] literalIds) {
        // outputs: one for each node where a literal ends; other nodes share that of their longest suffix that has one
        int[] outputOf = new int[nodes];
        int outputCount = 0;
        for (int node : order) {
            outputOf[node] = lastLiteral[node] >= 0 ? outputCount++ : node == 0 ? -1 : outputOf[failure[node]];
        }
        int[] idStarts = new int[outputCount + 1];
        int[] ids = new int[literalIds.length];
        int[] lengths = new int[outputCount];
        int[] shorter = new int[outputCount];
        int idCount = 0;
        for (int node : order) {
            if (lastLiteral[node] < 0) {
                continue;
            }
            int output = outputOf[node];
            idStarts[output] = idCount;
            lengths[output] = depth[node];
            shorter[output] = node == 0 ? -1 : outputOf[failure[node]];
            for (int n = lastLiteral[node]; n >= 0; n = sameEnd[n]) {
                ids[idCount++] = literalIds[n];
            }
            // of equal literals the one that was added first is the one reported
            for (int a = idStarts[output], b = idCount - 1; a < b; a++, b--) {
                int swap = ids[a];
                ids[a] = ids[b];
                ids[b] = swap;
            }
            idStarts[output + 1] = idCount;
        }
        boolean[] isDense = chooseDense();
        int[] code = new int[nodes];
        int denseCount = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int node : order) {
                if (isDense[node] && outputOf[node] >= 0 == (pass == 1)) {
                    code[node] = denseCount++ * stride;
                }
            }
        }
        int plainCount = 0;
        int sparseCount = 0;
        for (int node : order) {
            if (!isDense[node]) {
                code[node] = denseCount * stride + sparseCount++;
            } else if (outputOf[node] < 0) {
                plainCount++;
            }
        }
        int[] outputs = new int[nodes];
        int[] dense = new int[denseCount * stride];
        int[] sparseStarts = new int[sparseCount + 1];
        int[] sparseRows = new int[sparseCount];
        byte[] sparseClasses = new byte[sparseCount * 2 + 16];
        int[] sparseTargets = new int[sparseCount * 2 + 16];
        int listed = 0;
        int[] seen = new int[stride];
        for (int node : order) {
            if (isDense[node]) {
                outputs[code[node] / stride] = outputOf[node];
                for (int c = 0; c < stride; c++) {
                    dense[code[node] + c] = code[target(node, c)];
                }
                continue;
            }
            int state = code[node] - denseCount * stride;
            outputs[denseCount + state] = outputOf[node];
            int suffix = node;
            while (!isDense[suffix]) {
                for (int child = firstChild[suffix]; child != 0; child = nextSibling[child]) {
                    int c = symbol[child] & 0xFF;
                    if (seen[c] != node) {
                        seen[c] = node;
                        if (listed == sparseTargets.length) {
                            sparseClasses = Arrays.copyOf(sparseClasses, listed * 2);
                            sparseTargets = Arrays.copyOf(sparseTargets, listed * 2);
                        }
                        sparseClasses[listed] = (byte) c;
                        sparseTargets[listed++] = code[child];
                    }
                }
                suffix = failure[suffix];
            }
            sparseRows[state] = code[suffix];
            sparseStarts[state + 1] = listed;
        }
        return new LiteralAutomaton(
                classes,
                stride,
                dense,
                plainCount * stride,
                sparseStarts,
                Arrays.copyOf(sparseClasses, listed),
                Arrays.copyOf(sparseTargets, listed),
                sparseRows,
                outputs,
                idStarts,
                ids,
                lengths,
                shorter);
    }

    /** The nodes that text is most likely to visit, as many as the dense part has room for; the root always. */
    private boolean[] chooseDense() {
        boolean[] isDense = new boolean[nodes];
        int room = Math.max(1, DENSE_CELLS / stride);
        if (nodes <= room) {
            Arrays.fill(isDense, true);
            return isDense;
        }
        float[] sorted = Arrays.copyOf(likelihood, nodes);
        Arrays.sort(sorted);
        float least = sorted[nodes - room];
        isDense[0] = true;
        int left = room - 1;
        for (int node : order) {
            if (node != 0 && left > 0 && likelihood[node] >= least) {
                isDense[node] = true;
                left--;
            }
        }
        return isDense;
    }
}
