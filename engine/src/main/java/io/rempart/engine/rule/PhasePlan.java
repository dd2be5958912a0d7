package io.rempart.engine.rule;

import java.util.List;

/** The rules of one phase, in the order of the files. Immutable. */
public final class PhasePlan {
    private final Rule[] rules;

    PhasePlan(List<Rule> rules) {
        this.rules = rules.toArray(Rule[]::new);
    }

    /** How many rules (starts of chains). */
    public int size() {
        return rules.length;
    }

    /** A rule. */
    public Rule rule(int position) {
        return rules[position];
    }
}
