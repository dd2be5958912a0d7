package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.TransactionState;
import org.jspecify.annotations.Nullable;

/**
 * Told of every step of an evaluation, for tools that explain it ({@link CompiledRuleSet#begin(EvaluationListener)}). With a listener
 * each rule is run on each value, without the gate, which makes no difference to what comes of it. Without one this costs nothing.
 * Called by the transaction's thread.
 */
public interface EvaluationListener {
    /** A phase (1 to 5) begins. */
    void phaseBegins(int phase);

    /** A rule is left out because a ctl action took it away. */
    void ruleRemoved(Rule rule);

    /** A rule, or a link of a chain, is looked at. */
    void linkBegins(Rule link, Rule head);

    /**
     * An operator was run on a value.
     *
     * @param target what the rule looks at
     * @param key the value's name in its collection, null when it has none
     * @param original the value before transformations, null when it is not kept
     * @param value the value that was tested
     * @param matched whether the rule matches it (negation counted in)
     * @param offset where the operator matched in the value, -1 when it did not say
     * @param length how long that match is
     * @param detail what the operator says of it; may be empty
     */
    void tested(
            Rule link,
            Target target,
            @Nullable ByteSlice key,
            @Nullable ByteSlice original,
            ByteSlice value,
            boolean matched,
            int offset,
            int length,
            String detail);

    /** A rule or link is over; its actions have run. */
    void linkEnds(Rule link, Rule head, boolean matched, TransactionState state);

    /** After a match the rules up to the place in the phase, counted from 0, are skipped. */
    void skipped(Rule rule, int to);
}
