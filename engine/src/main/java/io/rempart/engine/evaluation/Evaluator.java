package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.operator.Operator;
import io.rempart.engine.rule.CandidatePlan;
import io.rempart.engine.rule.Gate;
import io.rempart.engine.rule.GateKeeper;
import io.rempart.engine.rule.PhasePlan;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.RuleProgram;
import io.rempart.engine.rule.Source;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.Ascii;
import io.rempart.engine.state.Controls;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import io.rempart.engine.transformation.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Runs the rules of a phase on a transaction, in their order. For one thread.
 *
 * <p>Order and effects are those of one rule after another; what is shared is only work without effects. A rule looks at the
 * values of a {@link Source}, transformed once for all rules ({@link SourceValues}), and asks the {@link Gate} (one search for the
 * literals of all rules) whether any of them can match; only then its operator runs. Values that rules change as they run (TX,
 * MATCHED_VAR, collections) are read anew by each rule.
 */
final class Evaluator {
    private final RuleProgram program;
    private final TransactionState state;
    private final Controls controls;
    private final boolean gated;
    private final TargetValues selected;
    private final Texts texts;
    private final Gate[] gates;
    private final Candidates candidates = new Candidates();
    private final OperatorRun run;
    private final Consequences consequences;
    private final StepBudget budget;
    private final boolean measured;
    private final @Nullable EvaluationListener listener;

    /** Whether the rule (of a chain: the link) that runs has matched a value. */
    private boolean matched;

    Evaluator(RuleProgram program, TransactionState state, boolean gated, @Nullable EvaluationListener listener) {
        this.program = program;
        this.state = state;
        this.listener = listener;
        this.gated = gated && listener == null && !state.debug().logs(4);
        controls = state.controls();
        budget = new StepBudget(state.settings().limits.steps());
        texts = new Texts(program.steps(), budget);
        selected = new TargetValues(state, program.sources().size(), texts);
        gates = new Gate[program.gates().size()];
        for (int family = 0; family < gates.length; family++) {
            gates[family] = program.gates().get(family).current();
        }
        run = new OperatorRun(state, listener != null);
        consequences = new Consequences(state, run);
        measured = state.settings().rulePerfMicros >= 0;
    }

    Verdict verdict() {
        return consequences.verdict();
    }

    /** A verdict that no rule gave (a limit). */
    void verdict(Verdict given) {
        consequences.verdict(given);
    }

    /** Whether the steps of the transaction are used up. */
    boolean isExhausted() {
        return budget.isExhausted();
    }

    private boolean isAllowedThrough(int phase) {
        return controls.allowedThrough > 0 && controls.allowedThrough >= phase;
    }

    /** Runs a phase, unless the transaction is already decided (logging always runs). */
    void phase(int phase) {
        if (controls.engine == Settings.Engine.OFF) {
            state.debug().log(4, "Rule engine disabled, returning...");
            return;
        }
        PhasePlan plan = program.phases().get(phase);
        if (state.debug().logs(9)) {
            state.debug().log(9, "This phase consists of ", plan.size(), " rule(s).");
        }
        if (phase < 5 && (verdict().interrupts() || isAllowedThrough(phase))) {
            state.debug().log(8, "Skipping this phase as this request was already intercepted.");
            return;
        }
        if (listener != null) {
            listener.phaseBegins(phase);
        }
        Gate gate = gates[plan.keeper().whole().family()];
        CandidatePlan known = plan.candidates(gate);
        if (gated) {
            findCandidates(known);
            if (budget.isExhausted() && plan.size() > 0) {
                exhausted(plan.rule(0), phase);
                return;
            }
        }
        int changes = state.changes();
        int position = 0;
        Rule passedOver = null;
        while (position < plan.size()) {
            Rule rule = plan.rule(position++);
            boolean covered = gated && rule.isSkippable() && gate.covers(rule.gateBit());
            if (covered && !candidates.has(rule.gateBit())) {
                passedOver = rule;
                continue;
            }
            passedOver = null;
            if (rule.removedBy != null || controls.isRemoved(rule.index)) {
                DebugLines.removed(state.debug(), rule, controls.lastRemoval());
                if (listener != null) {
                    listener.ruleRemoved(rule);
                }
                continue;
            }
            if (gated && rule.isSkippable() && !covered) {
                // only now: where rules are removed by their tag, those that skip the higher paranoia levels are too
                plan.keeper().reached(rule.gateBit());
            }
            boolean full = measured ? timed(rule) : chain(rule);
            if (state.settings().interceptOnError && state.ruleFailed) {
                failed(rule, phase);
                if (verdict().interrupts()) {
                    break;
                }
            }
            if (full) {
                if (rule.jump() >= 0) {
                    DebugLines.jump(state.debug(), rule, plan, position);
                    if (listener != null) {
                        listener.skipped(rule, rule.jump());
                    }
                    position = rule.jump();
                }
                if (phase < 5 && (verdict().interrupts() || isAllowedThrough(phase))) {
                    DebugLines.allowed(state.debug(), plan, position, verdict());
                    if (verdict().interrupts() && position < plan.size()) {
                        state.debug().log(8, "Skipping this phase as this request was already intercepted.");
                    }
                    break;
                }
            }
            if (controls.engine == Settings.Engine.OFF) {
                break;
            }
            if (changes != state.changes() && gated) {
                changes = state.changes();
                findCandidates(known);
            }
            if (budget.isExhausted()) {
                exhausted(rule, phase);
                break;
            }
        }
        if (passedOver != null) {
            // as it would have left things: an embedder may look at them
            state.matched().clear();
            state.running(passedOver);
        }
        if (controls.allowedThrough == phase) {
            controls.allowedThrough = 0;
        }
    }

    private boolean timed(Rule rule) {
        long start = System.nanoTime();
        boolean full = chain(rule);
        state.measured(rule.id, (System.nanoTime() - start) / 1000);
        return full;
    }

    /** SecInterceptOnError: a rule that could not be run to its end stops the transaction. */
    private void failed(Rule rule, int phase) {
        state.ruleFailed = false;
        if (controls.engine == Settings.Engine.ON && phase < 5 && !verdict().interrupts()) {
            String reason = "Rule " + rule.id + " could not be run to its end (SecInterceptOnError).";
            verdict(new Verdict(Verdict.Kind.DENY, 500, null, rule.id, phase, reason));
        }
    }

    /** Asks the gate about all values that the rules of a phase look at. */
    private void findCandidates(CandidatePlan known) {
        candidates.begin(known);
        for (CandidatePlan.Branch branch : known.branches()) {
            SourceValues values = selected.of(branch.source());
            if (values.values.size() > 0) {
                candidates.add(branch, values.at(0), known.gate());
            }
        }
        candidates.end(known.gate(), texts.patterns);
    }

    private void exhausted(Rule rule, int phase) {
        state.debug().log(1, "The steps of this transaction are used up at rule ", rule.id, ".");
        if (state.settings().limits.failClosed() && controls.engine == Settings.Engine.ON && phase < 5) {
            verdict(new Verdict(
                    Verdict.Kind.DENY,
                    403,
                    null,
                    0,
                    phase,
                    "The steps of the transaction are used up (Limits.steps)."));
        }
    }

    /** Evaluates a rule with its chain; true when all of it matched. */
    private boolean chain(Rule head) {
        state.matched().clear();
        state.running(head);
        Rule link = head;
        while (link != null) {
            matched = false;
            if (state.settings().compatibility == Compatibility.V2) {
                DebugLines2.rule(state.debug(), link, head);
            }
            DebugLines.rule(state.debug(), link, head, run);
            if (listener != null) {
                listener.linkBegins(link, head);
            }
            link(link, head);
            if (listener != null) {
                listener.linkEnds(link, head, matched, state);
            }
            if (link.operator != null && state.debug().logs(4)) {
                state.debug().log(4, "Rule returned ", matched ? 1 : 0, ".");
            }
            if (!matched) {
                state.debug().log(9, "Matched vars cleaned.");
                return false;
            }
            if (link.endless) {
                state.debug().log(4, "Rule is marked as chained but there isn't a subsequent rule.");
                return false;
            }
            link = link.next;
        }
        consequences.chainMatched(head);
        return true;
    }

    private void link(Rule link, Rule head) {
        Operator operator = link.operator;
        if (operator == null) {
            matched = true;
            state.matched().clear();
            consequences.effects(link, head, null, null, ByteSlice.EMPTY, Values.NONE, 0);
            return;
        }
        boolean reduced = controls.hasRemovedTargets(link.index);
        for (int t = 0; t < link.targets.size(); t++) {
            Target target = link.targets.get(t);
            if (target.source != null) {
                shared(link, head, operator, target, target.source, reduced);
            } else {
                own(link, head, operator, target, reduced);
            }
            if (verdict().interrupts() && verdict().ruleId() == head.id && matched) {
                return;
            }
        }
    }

    /** A target whose values are shared with other rules. */
    private void shared(Rule link, Rule head, Operator operator, Target target, Source source, boolean reduced) {
        SourceValues values = selected.of(source);
        int size = values.values.size();
        if (size == 0) {
            return;
        }
        int bit = gated ? link.gateBit() : -1;
        if (link.multiMatch) {
            many(link, head, operator, target, values, reduced, bit);
            return;
        }
        Text[] transformed = values.at(target.node);
        Gate gate = gate(source, bit);
        for (int i = 0; i < size; i++) {
            if (bit >= 0 && !transformed[i].mayMatch(bit, gate)) {
                continue;
            }
            ByteSlice key = values.values.key(i);
            if (selected.isWanted(link, target, key, reduced)) {
                DebugLines.transformed(state.debug(), link, values, target, i);
                test(link, head, operator, target, key, transformed[i].bytes(), values.values, i);
                if (verdict().interrupts() && matched) {
                    return;
                }
            }
        }
    }

    /** multiMatch: the value as it is, and after each transformation that changes it. */
    private void many(
            Rule link, Rule head, Operator operator, Target target, SourceValues values, boolean reduced, int bit) {
        Source source = target.source;
        Gate gate = bit < 0 || source == null ? null : gate(source, bit);
        for (int i = 0; i < values.values.size(); i++) {
            ByteSlice key = values.values.key(i);
            if (!selected.isWanted(link, target, key, reduced)) {
                continue;
            }
            DebugLines.transformed(state.debug(), link, values, target, i);
            Text before = null;
            for (int node : target.path) {
                Text text = values.at(node)[i];
                if (text == before) {
                    continue;
                }
                before = text;
                if (gate != null && !text.mayMatch(bit, gate)) {
                    continue;
                }
                test(link, head, operator, target, key, text.bytes(), values.values, i);
                if (verdict().interrupts() && matched) {
                    return;
                }
            }
        }
    }

    /** The gate to ask about a rule: that of all rules, when no transaction before came to this one. */
    private Gate gate(Source source, int bit) {
        int family = source.identity().family();
        Gate gate = gates[family];
        if (bit >= 0 && !gate.covers(bit)) {
            GateKeeper keeper = program.gates().get(family);
            keeper.reached(bit);
            return keeper.whole();
        }
        return gate;
    }

    /** A target whose values rules may change, so that each rule reads them anew. */
    private void own(Rule link, Rule head, Operator operator, Target target, boolean reduced) {
        if (target.count) {
            ByteSlice count = Ascii.decimal(selected.count(link, target, reduced));
            ByteSlice key = target.selector.key();
            one(link, head, operator, target, key, count, Values.NONE, 0);
            return;
        }
        if (target.txNumber >= 0) {
            ByteSlice value = state.tx().get(target.txNumber);
            if (value != null) {
                ByteSlice key = target.selector.key();
                if (selected.isWanted(link, target, key, reduced)) {
                    one(link, head, operator, target, key, value, Values.NONE, 0);
                }
            }
            return;
        }
        Values values = selected.read(target);
        int size = values.size(); // MATCHED_VARS grows while a rule matches them
        for (int i = 0; i < size; i++) {
            ByteSlice key = values.key(i);
            if (target.selector.selectsKey(key) && selected.isWanted(link, target, key, reduced)) {
                one(link, head, operator, target, key, values.value(i), values, i);
                if (verdict().interrupts() && matched) {
                    return;
                }
            }
        }
    }

    private void one(
            Rule link,
            Rule head,
            Operator operator,
            Target target,
            @Nullable ByteSlice key,
            ByteSlice value,
            Values origin,
            int index) {
        ByteSlice transformed = value;
        for (int i = 0; i < link.transformations.size(); i++) {
            if (link.multiMatch) {
                test(link, head, operator, target, key, transformed, origin, index);
            }
            Transformation step = link.transformations.get(i);
            ByteSlice before = transformed;
            transformed = step.apply(transformed);
            DebugLines.step(state.debug(), link.transformationNames.get(i), transformed, 0);
            if (link.multiMatch && before == transformed && i == link.transformations.size() - 1) {
                return;
            }
        }
        test(link, head, operator, target, key, transformed, origin, index);
    }

    private void test(
            Rule link,
            Rule head,
            Operator operator,
            Target target,
            @Nullable ByteSlice key,
            ByteSlice value,
            Values origin,
            int index) {
        budget.spend(value.length());
        DebugLines.target(state.debug(), link, target, key, value, state);
        boolean matches = run.test(link, operator, value) != link.negated;
        if (listener != null) {
            ByteSlice original = origin == Values.NONE ? null : origin.value(index);
            int offset = run.matchOffset();
            listener.tested(link, target, key, original, value, matches, offset, run.matchLength(), run.detail());
        }
        if (matches) {
            matched = true;
            consequences.effects(link, head, target, key, value, origin, index);
        }
    }
}
