package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Gate;
import io.rempart.engine.transformation.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * The values of a source at one node of its trie of transformations. A step that changes none of them has the very same object
 * as result, so equal work is recognised by identity. For one thread.
 */
final class ChainValues {
    private final ByteSlice[] values;
    private final ByteSet[] bytes;
    private final ByteSet union;

    private long @Nullable [] candidates;
    private long @Nullable [] anyCandidate;

    /** The parent's values and candidates are taken over where the step changed nothing. */
    private final @Nullable ChainValues parent;

    /** The step changed the case of letters alone, which the gate does not see. */
    private final boolean caseOnly;

    private ChainValues(ByteSlice[] values, ByteSet[] bytes, @Nullable ChainValues parent, boolean caseOnly) {
        this.caseOnly = caseOnly;
        this.values = values;
        this.bytes = bytes;
        this.parent = parent;
        ByteSet all = ByteSet.NONE;
        if (bytes.length == 1) {
            all = bytes[0];
        } else {
            long b0 = 0;
            long b1 = 0;
            long b2 = 0;
            long b3 = 0;
            for (ByteSet set : bytes) {
                b0 |= set.bits0();
                b1 |= set.bits64();
                b2 |= set.bits128();
                b3 |= set.bits192();
            }
            all = new ByteSet(b0, b1, b2, b3);
        }
        union = all;
    }

    /** Values that nothing was applied to. */
    static ChainValues of(ByteSlice[] values) {
        ByteSet[] bytes = new ByteSet[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = ByteSet.in(values[i]);
        }
        return new ChainValues(values, bytes, null, false);
    }

    /** The values after one more step; this very object when it changes none. */
    ChainValues after(Transformation step) {
        ByteSet triggers = step.triggers();
        boolean always = triggers.equals(ByteSet.ALL);
        if (!always && !triggers.intersects(union)) {
            return this;
        }
        ByteSlice[] changed = null;
        for (int i = 0; i < values.length; i++) {
            if (!always && !triggers.intersects(bytes[i])) {
                continue;
            }
            ByteSlice result = step.apply(values[i]);
            if (result != values[i]) {
                if (changed == null) {
                    changed = values.clone();
                }
                changed[i] = result;
            }
        }
        if (changed == null) {
            return this;
        }
        ByteSet[] newBytes = bytes.clone();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] != values[i]) {
                newBytes[i] = ByteSet.in(changed[i]);
            }
        }
        boolean caseOnly = step.name().equals("lowercase") || step.name().equals("uppercase");
        return new ChainValues(changed, newBytes, this, caseOnly);
    }

    int size() {
        return values.length;
    }

    ByteSlice value(int index) {
        return values[index];
    }

    /** Whether the rule with the bit may match any of the values. */
    boolean mayMatch(int bit, Gate gate, GateScratch scratch) {
        long[] any = anyCandidate;
        if (any == null) {
            any = findCandidates(gate, scratch);
        }
        return (any[bit >> 6] >>> bit & 1) != 0;
    }

    /** Whether the rule with the bit may match the value; ask {@link #mayMatch} before. */
    boolean mayMatch(int bit, int index, int words) {
        long[] all = candidates;
        return all == null || (all[index * words + (bit >> 6)] >>> bit & 1) != 0;
    }

    private long[] findCandidates(Gate gate, GateScratch scratch) {
        int words = gate.words();
        ChainValues before = parent;
        long[] known = null;
        if (before != null) {
            if (before.candidates == null) {
                before.findCandidates(gate, scratch);
            }
            known = before.candidates;
            if (caseOnly) {
                candidates = known;
                anyCandidate = before.anyCandidate;
            }
        }
        if (caseOnly && anyCandidate != null) {
            return anyCandidate;
        }
        long[] all = new long[words * values.length];
        long[] any = new long[words];
        for (int i = 0; i < values.length; i++) {
            int at = i * words;
            if (before != null && known != null && before.values[i] == values[i]) {
                System.arraycopy(known, at, all, at, words);
            } else {
                scratch.find(gate, values[i], bytes[i], all, at);
            }
            for (int w = 0; w < words; w++) {
                any[w] |= all[at + w];
            }
        }
        candidates = all;
        anyCandidate = any;
        return any;
    }
}
