package io.rempart.engine.rule;

import java.util.List;

/**
 * All rules of a rule set, compiled: by phase, with the sources they share and the gates in front of them. Immutable.
 *
 * @param phases by number, 1 to 5; 0 is empty
 * @param rules all rules by their index, links of chains included
 * @param sources by their index
 * @param gates by family
 * @param steps how many different transformations there are
 * @param heads how many rules there are, a chain counted once
 */
public record RuleProgram(
        List<PhasePlan> phases, List<Rule> rules, List<Source> sources, List<GateKeeper> gates, int steps, int heads) {}
