package io.rempart.engine.rule;

import io.rempart.engine.bytes.ByteSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which values must be asked at the gate, after which transformations and for which rules, to know the candidates among the rules of
 * a phase. Immutable, thread-safe.
 */
public final class CandidatePlan {
    /**
     * One node of a source's trie of transformations at or below which some rule looks.
     *
     * @param parent the number of the node before it in {@link Branch#nodes}, -1 for the values as they are
     * @param plainParent the same, where only the nodes that every value passes are visited
     * @param step what is applied
     * @param rules the bits of the rules that look here, null when none does
     * @param below the bits of the rules that look here or after further steps
     * @param introduces the bytes that this step and all further ones may bring in
     * @param before how many bytes a value must have before this step for any of the rules below to match
     * @param after how many it must have after it
     */
    public record Node(
            int parent,
            int plainParent,
            ChainStep step,
            long @Nullable [] rules,
            long[] below,
            ByteSet introduces,
            int before,
            int after) {}

    /**
     * What is to be done for one source.
     *
     * @param rules the rules that look at the values as they are, null when none does
     * @param plain the rules that see a value as it is when no step is triggered
     * @param wakes the bytes that trigger some step; the case of letters is of no account
     * @param nodes parents come before their children
     * @param always the numbers of the nodes at and below steps that are applied to every value
     */
    public record Branch(
            Source source, long @Nullable [] rules, long[] plain, ByteSet wakes, Node[] nodes, int[] always) {}

    private final Gate gate;
    private final Branch[] branches;
    private final int mostNodes;

    CandidatePlan(Rule[] rules, Gate gate) {
        this.gate = gate;
        int words = gate.words();
        Map<Source, long[][]> bySource = new LinkedHashMap<>();
        for (Rule rule : rules) {
            if (!rule.skippable || !gate.covers(rule.gateBit)) {
                continue;
            }
            for (Target target : rule.targets) {
                Source source = target.source;
                if (source == null) {
                    throw new IllegalStateException("a target without a source in a rule that looks at sources alone");
                }
                long[][] byNode = bySource.computeIfAbsent(source, s -> new long[s.size()][]);
                for (int node : target.path) {
                    if (byNode[node] == null) {
                        byNode[node] = new long[words];
                    }
                    set(byNode[node], rule.gateBit);
                }
            }
        }
        List<Branch> all = new ArrayList<>();
        bySource.forEach((source, byNode) -> all.add(branch(source, byNode, gate)));
        branches = all.toArray(Branch[]::new);
        int most = 0;
        for (Branch branch : branches) {
            most = Math.max(most, branch.nodes.length);
        }
        mostNodes = most;
    }

    private static void set(long[] bits, int bit) {
        bits[bit >> 6] |= 1L << bit;
    }

    private static Branch branch(Source source, long[] @Nullable [] byNode, Gate gate) {
        int words = gate.words();
        int size = byNode.length;
        int[] before = new int[size];
        int[] after = new int[size];
        Arrays.fill(after, Integer.MAX_VALUE);
        long[] @Nullable [] below = new long[size][];
        ByteSet[] introduces = new ByteSet[size];
        for (int n = size - 1; n > 0; n--) {
            ChainStep step = step(source, n);
            introduces[n] = introduces[n] == null ? step.introduces() : introduces[n].or(step.introduces());
            long[] own = byNode[n];
            if (own != null) {
                below[n] = or(below[n], own, words);
                after[n] = Math.min(after[n], shortest(own, gate));
            }
            if (below[n] != null) {
                before[n] = step.transformation().fewestFor(after[n]);
            }
            long[] all = below[n];
            int parent = source.node(n).parent();
            if (all != null && parent > 0) {
                below[parent] = or(below[parent], all, words);
                after[parent] = Math.min(after[parent], before[n]);
                introduces[parent] = introduces[parent] == null ? introduces[n] : introduces[parent].or(introduces[n]);
            }
        }
        int[] numbers = new int[size];
        boolean[] passed = new boolean[size];
        numbers[0] = -1;
        List<Node> nodes = new ArrayList<>();
        List<Integer> always = new ArrayList<>();
        long[] root = byNode[0];
        long[] plain = new long[words];
        if (root != null) {
            plain = or(plain, root, words);
        }
        ByteSet wakes = ByteSet.NONE;
        for (int n = 1; n < size; n++) {
            long[] all = below[n];
            if (all == null) {
                continue;
            }
            ChainStep step = step(source, n);
            int parent = source.node(n).parent();
            passed[n] = passed[parent] || step.always();
            numbers[n] = nodes.size();
            nodes.add(new Node(
                    numbers[parent],
                    passed[parent] ? numbers[parent] : -1,
                    step,
                    byNode[n],
                    all,
                    introduces[n],
                    before[n],
                    after[n]));
            if (passed[n]) {
                always.add(numbers[n]);
            } else {
                long[] own = byNode[n];
                if (own != null) {
                    plain = or(plain, own, words);
                }
                wakes = step.changesCaseOnly() ? wakes : wakes.or(step.triggers());
            }
        }
        return new Branch(
                source,
                root,
                plain,
                wakes,
                nodes.toArray(Node[]::new),
                always.stream().mapToInt(Integer::intValue).toArray());
    }

    private static int shortest(long[] rules, Gate gate) {
        int least = Integer.MAX_VALUE;
        for (int w = 0; w < rules.length; w++) {
            for (long rest = rules[w]; rest != 0; rest &= rest - 1) {
                least = Math.min(least, gate.shortest(w * 64 + Long.numberOfTrailingZeros(rest)));
            }
        }
        return least;
    }

    private static ChainStep step(Source source, int node) {
        ChainStep step = source.node(node).step();
        if (step == null) {
            throw new IllegalStateException("only the root of a trie is without a step");
        }
        return step;
    }

    private static long[] or(long @Nullable [] some, long[] more, int words) {
        long[] all = some == null ? new long[words] : some;
        for (int w = 0; w < words; w++) {
            all[w] |= more[w];
        }
        return all;
    }

    /** The gate to ask; the plan is for the rules that it covers. */
    public Gate gate() {
        return gate;
    }

    /** What is to be done, source by source; not to be changed. */
    public Branch[] branches() {
        return branches;
    }

    /** The most nodes that a branch has. */
    public int mostNodes() {
        return mostNodes;
    }
}
