package io.rempart.engine.rule;

import java.util.List;

/** The rules of one phase, in the order of the files, and what is worked out for all of them before the first one runs. Thread-safe. */
public final class PhasePlan {
    private final Rule[] rules;
    private final GateKeeper keeper;
    private volatile CandidatePlan plan;

    PhasePlan(List<Rule> rules, GateKeeper keeper) {
        this.rules = rules.toArray(Rule[]::new);
        this.keeper = keeper;
        plan = new CandidatePlan(this.rules, keeper.current());
    }

    /** How many rules (starts of chains). */
    public int size() {
        return rules.length;
    }

    /** A rule. */
    public Rule rule(int position) {
        return rules[position];
    }

    /** The gate in front of the rules of this phase. */
    public GateKeeper keeper() {
        return keeper;
    }

    /** What to work out before the first rule, as far as the gate covers the rules. */
    public CandidatePlan candidates(Gate gate) {
        CandidatePlan known = plan;
        if (known.gate() != gate) {
            known = new CandidatePlan(rules, gate);
            plan = known;
        }
        return known;
    }
}
