package io.rempart.engine.regex;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The strongly connected components of a graph: the loops. Tarjan's algorithm (1972) without recursion. For one thread.
 */
final class Components {
    private final List<BitSet> edges;
    private final int[] index;
    private final int[] low;
    private final int[] component;
    private final int[] next;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private int count;

    Components(List<BitSet> edges) {
        this.edges = edges;
        int size = edges.size();
        index = new int[size];
        low = new int[size];
        component = new int[size];
        next = new int[size];
        Arrays.fill(index, -1);
        Arrays.fill(component, -1);
    }

    /** The component of each node, named by one of its nodes. */
    int[] of() {
        for (int node = 0; node < edges.size(); node++) {
            if (index[node] < 0) {
                visit(node);
            }
        }
        return component;
    }

    private void visit(int root) {
        Deque<Integer> path = new ArrayDeque<>();
        path.push(root);
        enter(root);
        while (!path.isEmpty()) {
            int node = path.getFirst();
            int to = edges.get(node).nextSetBit(next[node]);
            if (to >= 0) {
                next[node] = to + 1;
                if (index[to] < 0) {
                    path.push(to);
                    enter(to);
                } else if (component[to] < 0) {
                    low[node] = Math.min(low[node], index[to]);
                }
                continue;
            }
            path.pop();
            if (!path.isEmpty()) {
                int parent = path.getFirst();
                low[parent] = Math.min(low[parent], low[node]);
            }
            if (low[node] == index[node]) {
                int member;
                do {
                    member = stack.pop();
                    component[member] = node;
                } while (member != node);
            }
        }
    }

    private void enter(int node) {
        index[node] = count;
        low[node] = count++;
        stack.push(node);
    }
}
