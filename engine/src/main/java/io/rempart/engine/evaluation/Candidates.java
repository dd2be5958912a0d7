package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.regex.JointSearch;
import io.rempart.engine.rule.CandidatePlan;
import io.rempart.engine.rule.Gate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out for a whole phase which of its rules may match any value at all, so that the others are passed over at the cost of a bit.
 * One for a transaction, for one thread.
 */
final class Candidates {
    private @Nullable Text[] texts = new Text[0];
    private long[] found = new long[0];
    private final List<Text> asked = new ArrayList<>();

    /** Forgets what was found, before the sources of a phase are visited. */
    void begin(CandidatePlan plan) {
        if (texts.length < plan.mostNodes()) {
            texts = new Text[plan.mostNodes()];
        }
        if (found.length < plan.gate().words()) {
            found = new long[plan.gate().words()];
        }
        Arrays.fill(found, 0);
    }

    /** Whether the rule with the bit may match. */
    boolean has(int bit) {
        return (found[bit >> 6] >>> bit & 1) != 0;
    }

    /** Adds the rules that may match any value of a source. */
    void add(CandidatePlan.Branch branch, Text[] values, Gate gate) {
        for (Text value : values) {
            if (branch.wakes().intersects(value.mask())) {
                long[] rules = branch.rules();
                if (rules != null) {
                    ask(value, rules, gate);
                }
                CandidatePlan.Node[] nodes = branch.nodes();
                for (int n = 0; n < nodes.length; n++) {
                    visit(nodes[n], n, nodes[n].parent(), value, gate);
                }
            } else {
                ask(value, branch.plain(), gate);
                for (int n : branch.always()) {
                    visit(branch.nodes()[n], n, branch.nodes()[n].plainParent(), value, gate);
                }
            }
        }
    }

    /** After all sources: long texts are searched once, when all is known that rules want of them. */
    void end(Gate gate, JointSearch patterns) {
        for (Text text : asked) {
            text.beginAnswer(gate);
        }
        patterns.run();
        for (Text text : asked) {
            long[] candidates = text.endAnswer();
            for (int w = 0; w < candidates.length; w++) {
                found[w] |= candidates[w];
            }
        }
        asked.clear();
    }

    private void visit(CandidatePlan.Node node, int number, int parent, Text value, Gate gate) {
        Text before = parent < 0 ? value : texts[parent];
        if (before == null || before.length() < node.before()) {
            texts[number] = null; // no rule below can match
            return;
        }
        Text after = before;
        if (node.step().always() || node.step().triggers().intersects(before.mask())) {
            if (!isPossible(before, node, gate)) {
                texts[number] = null;
                return;
            }
            after = before.after(node.step());
            if (after.length() < node.after()) {
                texts[number] = null;
                return;
            }
        }
        texts[number] = after;
        long[] rules = node.rules();
        if (rules != null) {
            ask(after, rules, gate);
        }
    }

    /** Whether the bytes that occur, and those that the steps may bring in, leave any rule possible that is not a candidate yet. */
    private boolean isPossible(Text before, CandidatePlan.Node node, Gate gate) {
        ByteSet introduced = node.introduces();
        if (introduced.equals(ByteSet.ALL)) {
            return true;
        }
        return wants(before.possible(gate, introduced), node.below());
    }

    private void ask(Text text, long[] rules, Gate gate) {
        if (!wants(text.possible(gate), rules)) {
            return;
        }
        if (text.isLong()) {
            if (text.want(rules)) {
                asked.add(text);
            }
            return;
        }
        long[] candidates = text.candidates(gate);
        for (int w = 0; w < rules.length; w++) {
            found[w] |= candidates[w] & rules[w];
        }
    }

    private boolean wants(long[] possible, long[] rules) {
        for (int w = 0; w < rules.length; w++) {
            if ((possible[w] & rules[w] & ~found[w]) != 0) {
                return true;
            }
        }
        return false;
    }
}
