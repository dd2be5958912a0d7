package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteMask;
import io.rempart.engine.bytes.ByteSet;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.ChainStep;
import io.rempart.engine.rule.Gate;
import org.jspecify.annotations.Nullable;

/**
 * A value, or what transformations made of one, with what is known of it in this transaction: which bytes occur, what each further
 * step makes of it, which rules may match it. Equal texts of a transaction are one ({@link Texts}), whatever variable or chain they
 * come from, so that nothing is worked out twice. For one thread.
 */
final class Text {
    private static final long[] NOTHING = {};
    private static final int LONG = 4096;

    private final Texts texts;
    private @Nullable ByteSlice bytes;

    /** For a text that differs in the case of letters only, the one it was made of: it is written out when somebody reads it. */
    private final @Nullable Text sameButCase;

    private final @Nullable ChainStep caseStep;

    private @Nullable ByteMask mask;

    private @Nullable Text @Nullable [] after;

    private @Nullable Gate asked;
    private long[] possible = NOTHING;
    private long @Nullable [] candidates;

    /** Of a long text, the rules that the candidates tell of, and those whose literals are still to be searched. */
    private long[] answered = NOTHING;

    private long @Nullable [] searched;

    /** Of a long text, the rules that are still to be decided about; those that were, and of them those that may match. */
    private long @Nullable [] wanted;

    private long @Nullable [] decided;
    private long @Nullable [] mayMatch;
    private long @Nullable [] refuting;

    Text(Texts texts, ByteSlice bytes, @Nullable ByteMask mask) {
        this.texts = texts;
        this.bytes = bytes;
        this.mask = mask;
        sameButCase = null;
        caseStep = null;
    }

    private Text(Text other, ChainStep caseStep) {
        texts = other.texts;
        sameButCase = other;
        this.caseStep = caseStep;
        mask = caseStep.lowers() ? other.mask().lowered() : other.mask().raised();
    }

    /** The bytes. */
    ByteSlice bytes() {
        ByteSlice known = bytes;
        if (known == null) {
            Text other = sameButCase;
            ChainStep step = caseStep;
            if (other == null || step == null) {
                throw new IllegalStateException("a text without bytes");
            }
            known = step.transformation().apply(other.bytes());
            bytes = known;
        }
        return known;
    }

    /** The bytes that occur, perhaps with some that are not letters and don't. */
    ByteMask mask() {
        ByteMask known = mask;
        if (known == null) {
            known = ByteMask.of(bytes());
            mask = known;
        }
        return known;
    }

    int length() {
        return sameButCase == null ? bytes().length() : sameButCase.length();
    }

    /** The text after one more step; this very object when it changes nothing. */
    Text after(ChainStep step) {
        if (!step.always() && !step.triggers().intersects(mask())) {
            return this;
        }
        Text[] known = after;
        if (known == null) {
            known = new Text[texts.steps()];
            after = known;
        }
        Text result = known[step.number()];
        if (result == null) {
            result = compute(step);
            known[step.number()] = result;
        }
        return result;
    }

    private Text compute(ChainStep step) {
        if (step.changesCaseOnly()) {
            return new Text(this, step); // a trigger of such a step is always changed
        }
        ByteSlice before = bytes();
        ByteSlice result = step.transformation().apply(before);
        texts.budget.spend(before.length());
        return result == before ? this : texts.of(result, step.transformation().bytesAfter(mask()));
    }

    /** The rules of which the bytes that occur do not tell that they can't match; not to be changed. */
    long[] possible(Gate gate) {
        if (sameButCase != null) {
            return sameButCase.possible(gate);
        }
        ask(gate);
        return possible;
    }

    /** The same, if also some other bytes occurred. */
    long[] possible(Gate gate, ByteSet more) {
        return gate.possible(mask(), more, texts.scratch);
    }

    /** The rules that may match; not to be changed. */
    long[] candidates(Gate gate) {
        if (sameButCase != null) {
            return sameButCase.candidates(gate); // the gate does not see the case of letters
        }
        ask(gate);
        long[] known = candidates;
        if (known == null) {
            known = gate.candidates(bytes(), mask(), possible, texts.scratch);
            texts.budget.spend(bytes().length());
            candidates = known;
        }
        return known;
    }

    /** Whether the text is so long that it is searched only for the rules that look at it. */
    boolean isLong() {
        return length() >= LONG;
    }

    /** Asks about rules of a long text later, all at once; true when none was asked about yet. */
    boolean want(long[] rules) {
        Text other = sameButCase == null ? this : sameButCase;
        other.searched = or(other.searched, rules);
        boolean first = wanted == null;
        wanted = or(wanted, rules);
        return first;
    }

    private static long[] or(long @Nullable [] some, long[] more) {
        if (some == null) {
            return more.clone();
        }
        for (int w = 0; w < more.length; w++) {
            some[w] |= more[w];
        }
        return some;
    }

    /** First for all texts: searches the literals of the rules asked about, and has their patterns searched by {@link Texts#patterns}. */
    void beginAnswer(Gate gate) {
        long[] rules = wanted;
        if (rules != null) {
            beginDecision(rules, gate);
        }
    }

    /** Then, after that search: those of the rules asked about that may match. */
    long[] endAnswer() {
        long[] rules = wanted;
        wanted = null;
        return rules == null ? NOTHING : decision(rules);
    }

    private void beginDecision(long[] rules, Gate gate) {
        long[] found = (sameButCase == null ? this : sameButCase).withLiterals(rules, gate);
        ask(gate);
        long[] may = mayMatch;
        long[] known = decided;
        if (may == null || known == null) {
            may = new long[rules.length];
            known = new long[rules.length];
            mayMatch = may;
            decided = known;
        }
        long[] open = new long[rules.length];
        long any = 0;
        for (int w = 0; w < rules.length; w++) {
            open[w] = rules[w] & found[w] & ~known[w];
            known[w] |= rules[w];
            any |= open[w];
        }
        if (any != 0) {
            for (int automatons = gate.refute(bytes(), open, texts.patterns); automatons > 0; automatons--) {
                texts.budget.spend(bytes().length());
            }
            refuting = open;
        }
    }

    /** Those of the rules that may match, when the search of patterns is over. */
    private long[] decision(long[] rules) {
        long[] may = mayMatch;
        if (may == null) {
            return NOTHING;
        }
        long[] open = refuting;
        refuting = null;
        if (open != null) {
            or(may, open);
        }
        long[] result = new long[rules.length];
        for (int w = 0; w < rules.length; w++) {
            result[w] = rules[w] & may[w];
        }
        return result;
    }

    /** Of a long text, the rules whose literals occur: what is known of these rules and perhaps of others. */
    private long[] withLiterals(long[] rules, Gate gate) {
        ask(gate);
        long[] known = candidates;
        if (known == null) {
            known = new long[rules.length];
            candidates = known;
            answered = new long[rules.length];
        }
        long[] open = searched == null ? rules.clone() : or(searched, rules);
        searched = null;
        long any = 0;
        for (int w = 0; w < rules.length; w++) {
            open[w] &= ~answered[w];
            any |= open[w];
        }
        if (any != 0) {
            long[] more = gate.candidates(bytes(), mask(), possible, open, texts.scratch);
            texts.budget.spend(bytes().length());
            for (int w = 0; w < rules.length; w++) {
                known[w] |= more[w];
                answered[w] |= open[w];
            }
        }
        return known;
    }

    /** The answers are those of one gate, the last that was asked. */
    private void ask(Gate gate) {
        if (asked != gate) {
            asked = gate;
            possible = sameButCase == null ? gate.possible(mask(), ByteSet.NONE, texts.scratch) : NOTHING;
            candidates = null;
            decided = null;
            mayMatch = null;
        }
    }

    /** Whether the rule with the bit may match. */
    boolean mayMatch(int bit, Gate gate) {
        if ((possible(gate)[bit >> 6] >>> bit & 1) == 0) {
            return false;
        }
        if (!isLong()) {
            return (candidates(gate)[bit >> 6] >>> bit & 1) != 0;
        }
        long[] one = new long[gate.words()];
        one[bit >> 6] = 1L << bit;
        beginDecision(one, gate);
        texts.patterns.run();
        return (decision(one)[bit >> 6] >>> bit & 1) != 0;
    }
}
