package io.rempart.workbench.explain;

import io.rempart.engine.RuleMatch;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules made of an exchange. Immutable.
 *
 * @param exchange what they looked at
 * @param verdict what came of it
 * @param phases what happened, phase by phase
 * @param matches what logs would show
 * @param scores how each variable that counts grew, in the order of the steps
 * @param rulesRun how many rules were looked at, links of chains not counted
 * @param testsRun how many values operators were run on
 * @param shortened whether more happened than is kept
 */
public record Story(
        Exchange exchange,
        Verdict verdict,
        List<Phase> phases,
        List<RuleMatch> matches,
        List<Change> scores,
        int rulesRun,
        int testsRun,
        boolean shortened) {

    /** A phase (1 to 5) and the rules that are told of, in their order. */
    public record Phase(int number, int rulesRun, List<Step> steps) {}

    /**
     * A rule, or a link of its chain.
     *
     * @param link its place in the chain, 0 for the start
     * @param message its message as written; empty when it has none
     * @param operator what it tests, with {@code !} when negated; empty for SecAction
     * @param matched whether it matched (a link: whether this link did)
     * @param removed whether a ctl action took it away, so that it was not run
     * @param disruption what it does to the transaction, in SecLang's word; empty when nothing
     * @param tests the values it was run on
     * @param changes what it changed in TX
     * @param skipsTo after its match, how many of the phase's rules were passed over; 0 when none
     */
    public record Step(
            long ruleId,
            int link,
            String file,
            int line,
            String message,
            String operator,
            String argument,
            boolean matched,
            boolean removed,
            String disruption,
            List<Test> tests,
            List<Change> changes,
            int skipsTo) {}

    /**
     * An operator on a value.
     *
     * @param variable the value's name, {@code ARGS:q}
     * @param original the value before transformations, null when it is not kept
     * @param transformed the value after each transformation, in order
     * @param value the value that was tested
     * @param offset where the match begins in it, -1 when the operator did not say
     * @param detail what the operator says; may be empty
     */
    public record Test(
            String variable,
            @Nullable ByteSlice original,
            List<Transformed> transformed,
            ByteSlice value,
            boolean matched,
            int offset,
            int length,
            String detail) {}

    /** A value after a transformation. */
    public record Transformed(String transformation, ByteSlice value, boolean changed) {}

    /** A variable that a rule changed; a null value is none. */
    public record Change(
            long ruleId,
            String variable,
            @Nullable ByteSlice before,
            @Nullable ByteSlice after) {}
}
