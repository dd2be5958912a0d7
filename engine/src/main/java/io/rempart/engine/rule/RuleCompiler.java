package io.rempart.engine.rule;

import io.rempart.engine.action.Action;
import io.rempart.engine.action.CtlRemove;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.literal.Requirement;
import io.rempart.engine.state.Area;
import io.rempart.engine.state.Ascii;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.TargetSelector;
import io.rempart.engine.state.TxCollection;
import io.rempart.engine.state.TxNames;
import io.rempart.engine.state.Variable;
import io.rempart.engine.transformation.Transformation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a {@link RuleProgram} of drafts: numbers the rules, finds what they can share (values of a variable, transformations of
 * them, the search for literals), works out where skips lead to and which rules removals are about. For one thread.
 */
public final class RuleCompiler {
    private final TxNames txNames;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final Map<Source.Identity, Source> byIdentity = new HashMap<>();
    private final Map<Transformation, ChainStep> steps = new IdentityHashMap<>();
    private final List<List<Gate.Entry>> entries = List.of(new ArrayList<>(), new ArrayList<>());

    /** A rule (the start of a chain) or a marker, in the order of the files. */
    public sealed interface Item {
        /** A rule. */
        record OfRule(RuleDraft draft) implements Item {}

        /** A marker. */
        record Marker(String name) implements Item {}
    }

    /** Numbers TX names with those of the settings. */
    public RuleCompiler(TxNames txNames) {
        this.txNames = txNames;
    }

    /** Compiles. */
    public RuleProgram compile(List<Item> items) {
        List<List<Rule>> phases = new ArrayList<>();
        for (int phase = 0; phase <= 5; phase++) {
            phases.add(new ArrayList<>());
        }
        Map<String, List<int[]>> places = new HashMap<>();
        int heads = 0;
        for (Item item : items) {
            if (item instanceof Item.OfRule of) {
                Rule rule = compile(of.draft());
                phases.get(rule.phase).add(rule);
                heads++;
                if (rule.id != 0) {
                    places.computeIfAbsent(Long.toString(rule.id), name -> new ArrayList<>())
                            .add(sizes(phases));
                }
            } else if (item instanceof Item.Marker marker) {
                places.computeIfAbsent(marker.name(), name -> new ArrayList<>()).add(sizes(phases));
            }
        }
        for (List<Rule> phase : phases) {
            for (int position = 0; position < phase.size(); position++) {
                Rule rule = phase.get(position);
                rule.jump = jump(rule, position, phase.size(), places);
            }
        }
        linkRemovals(phases);
        List<GateKeeper> gates =
                List.of(new GateKeeper(new Gate(0, entries.get(0))), new GateKeeper(new Gate(1, entries.get(1))));
        List<PhasePlan> plans = new ArrayList<>();
        for (int phase = 0; phase < phases.size(); phase++) {
            plans.add(new PhasePlan(phases.get(phase), gates.get(family(phase))));
        }
        return new RuleProgram(
                List.copyOf(plans), List.copyOf(rules), List.copyOf(sources), gates, steps.size(), heads);
    }

    private static int[] sizes(List<List<Rule>> phases) {
        return phases.stream().mapToInt(List::size).toArray();
    }

    /** A marker counts from where it stands; skipping to one that never comes skips the rest of the phase. */
    private static int jump(Rule rule, int position, int size, Map<String, List<int[]>> places) {
        if (rule.skipAfter != null) {
            for (int[] place : places.getOrDefault(rule.skipAfter, List.of())) {
                if (place[rule.phase] > position) {
                    return place[rule.phase];
                }
            }
            return size;
        }
        return rule.skip > 0 ? Math.min(size, position + 1 + rule.skip) : -1;
    }

    private Rule compile(RuleDraft draft) {
        RuleDraft nextDraft = draft.next;
        if (nextDraft != null) {
            nextDraft.phase = draft.phase;
        }
        Rule next = nextDraft == null ? null : compile(nextDraft);
        int family = family(draft.phase);
        List<Target> targets = new ArrayList<>();
        boolean shared = false;
        boolean allShared = true;
        for (RuleDraft.TargetDraft target : draft.targets) {
            Target compiled = target(target, draft, family);
            shared |= compiled.source != null;
            allShared &= compiled.source != null;
            targets.add(compiled);
        }
        Rule rule = new Rule(draft, rules.size(), targets, next);
        rules.add(rule);
        if (shared && draft.operator != null && !draft.negated) {
            Requirement requirement = draft.operator.requirement();
            if (!requirement.isUnknown()) {
                rule.gateBit = entries.get(family).size();
                rule.skippable = allShared;
                entries.get(family).add(new Gate.Entry(requirement, draft.operator.pattern()));
            }
        }
        return rule;
    }

    private Target target(RuleDraft.TargetDraft draft, RuleDraft rule, int family) {
        TargetSelector selector = draft.selector();
        Variable variable = selector.variable();
        ByteSlice key = selector.key();
        boolean literalKey = key != null && selector.pattern() == null;
        if (variable == Variable.TX && key != null && literalKey && !TxCollection.isGroup(key)) {
            return new Target(selector, draft.count(), txNames.intern(key), null, new int[0]);
        }
        if (draft.count() || variable.area() == Area.VOLATILE) {
            return new Target(selector, draft.count(), -1, null, new int[0]);
        }
        ByteSlice sourceKey = null;
        if (key != null && literalKey) {
            sourceKey = variable.isXml() ? key : Ascii.lowerCase(key);
        }
        Source.Identity identity = new Source.Identity(
                variable, sourceKey, variable.isXml() ? Map.copyOf(rule.namespaces) : Map.of(), family);
        Source source = byIdentity.computeIfAbsent(identity, id -> {
            Source added = new Source(sources.size(), id);
            sources.add(added);
            return added;
        });
        return new Target(selector, false, -1, source, path(source, rule));
    }

    private static int family(int phase) {
        return phase <= 2 ? 0 : 1;
    }

    private int[] path(Source source, RuleDraft rule) {
        List<ChainStep> chain = new ArrayList<>();
        for (Transformation transformation : rule.transformations) {
            chain.add(steps.computeIfAbsent(transformation, added -> ChainStep.of(steps.size(), added)));
        }
        if (!rule.multiMatch) {
            return new int[] {source.node(chain)};
        }
        int[] path = new int[chain.size() + 1];
        for (int i = 0; i <= chain.size(); i++) {
            path[i] = source.node(chain.subList(0, i));
        }
        return path;
    }

    /** A rule as removals see it. */
    private record Described(Rule head, List<String> tags, String message) {
        static Described of(Rule head) {
            return new Described(
                    head,
                    head.tags.stream().map(Macro::toString).toList(),
                    head.message == null ? "" : head.message.toString());
        }
    }

    private void linkRemovals(List<List<Rule>> phases) {
        List<Described> heads =
                phases.stream().flatMap(List::stream).map(Described::of).toList();
        for (Rule rule : rules) {
            for (Action action : rule.actions) {
                if (action instanceof CtlRemove removal) {
                    for (Described head : heads) {
                        link(removal, head);
                    }
                }
            }
        }
    }

    private static void link(CtlRemove removal, Described described) {
        Rule head = described.head();
        if (!removal.rules().selects(head.id, described.tags(), described.message())) {
            return;
        }
        TargetSelector target = removal.target();
        if (target == null) {
            removal.select(head.index);
            return;
        }
        for (Rule link = head; link != null; link = link.next) {
            for (Target candidate : link.targets) {
                if (candidate.variable() == target.variable()) {
                    removal.select(link.index);
                    break;
                }
            }
        }
    }
}
