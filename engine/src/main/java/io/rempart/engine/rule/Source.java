package io.rempart.engine.rule;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where several rules get the same values from: a variable, or the values of it under one key, together with the trie of all
 * transformation chains that rules apply to them. What is computed at a node of the trie is computed once a transaction.
 * Changed only while rules are compiled.
 */
public final class Source {
    /**
     * One step in the trie.
     *
     * @param parent the node before it; the root (node 0: nothing applied) has none
     */
    public record Node(int parent, @Nullable ChainStep step) {}

    /**
     * What makes two sources the same.
     *
     * @param key one key, or an XPath; null for all values
     * @param namespaces the prefixes an XPath may use
     * @param family the gate its values are asked at: 0 for the request phases, 1 for the others
     */
    public record Identity(Variable variable, @Nullable ByteSlice key, Map<String, String> namespaces, int family) {}

    private final int index;
    private final Identity identity;
    private final List<Node> nodes = new ArrayList<>();

    /** Without any chain. */
    public Source(int index, Identity identity) {
        this.index = index;
        this.identity = identity;
        nodes.add(new Node(-1, null));
    }

    /** The node at the end of a chain, new where it was not there yet. */
    public int node(List<ChainStep> chain) {
        int node = 0;
        for (ChainStep step : chain) {
            node = child(node, step);
        }
        return node;
    }

    private int child(int parent, ChainStep step) {
        for (int i = 1; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.parent() == parent && node.step() == step) {
                return i;
            }
        }
        nodes.add(new Node(parent, step));
        return nodes.size() - 1;
    }

    /** Its number in the rule set. */
    public int index() {
        return index;
    }

    /** What it is. */
    public Identity identity() {
        return identity;
    }

    /** A node. */
    public Node node(int number) {
        return nodes.get(number);
    }

    /** How many nodes. */
    public int size() {
        return nodes.size();
    }
}
