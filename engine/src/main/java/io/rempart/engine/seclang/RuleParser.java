package io.rempart.engine.seclang;

import io.rempart.engine.Compatibility;
import io.rempart.engine.action.Action;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.operator.Operator;
import io.rempart.engine.operator.OperatorFactory;
import io.rempart.engine.operator.Operators;
import io.rempart.engine.rule.Disruption;
import io.rempart.engine.rule.RuleCompiler;
import io.rempart.engine.rule.RuleDraft;
import io.rempart.engine.rule.Step;
import io.rempart.engine.rule.WrittenActions;
import io.rempart.engine.state.Macro;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads SecRule, SecAction and SecDefaultAction. */
final class RuleParser {
    /** What only the start of a chain may say. */
    private static final Set<String> STARTER_ONLY = Set.of(
            "id",
            "phase",
            "allow",
            "block",
            "deny",
            "drop",
            "pass",
            "proxy",
            "redirect",
            "skip",
            "skipafter",
            "rev",
            "ver",
            "severity",
            "maturity",
            "accuracy");

    /** Actions without an effect of their own at run time that ModSecurity 3's debug log tells of. */
    private static final Set<String> TOLD =
            Set.of("log", "nolog", "auditlog", "noauditlog", "status", "skip", "skipafter", "tag");

    /** What ModSecurity 2 does without any SecDefaultAction. */
    private static final List<ActionText> BUILT_IN = ActionText.parse("phase:2,log,auditlog,pass", Compatibility.V2);

    private RuleParser() {}

    /** SecRule VARIABLES OPERATOR [ACTIONS]. */
    static void rule(Directive directive, RuleLoad load) {
        List<String> arguments = directive.arguments();
        if (arguments.size() > 3) {
            String source = directive.source();
            int operatorEnd =
                    source.indexOf(arguments.get(1)) + arguments.get(1).length();
            int rest = source.indexOf(arguments.get(2), operatorEnd);
            throw new IllegalArgumentException("Expecting an action, got:  " + source.substring(Math.max(rest, 0))
                    + ". SecRule takes variables, an operator and actions; quote what has blanks in it.");
        }
        if (arguments.size() < 2) {
            throw new IllegalArgumentException(
                    "SecRule takes variables, an operator and actions: 2 or 3 arguments, not " + arguments.size()
                            + ". Quote what has blanks in it.");
        }
        RuleDraft rule = new RuleDraft(directive.file(), directive.line(), directive.source());
        TargetText.Parsed targets = TargetText.parse(arguments.get(0), load.compatibility());
        rule.targets.addAll(targets.targets());
        rule.exclusions.addAll(targets.exclusions());
        actions(rule, arguments.size() == 3 ? arguments.get(2) : "", directive, load);
        operator(rule, arguments.get(1), load);
        place(rule, directive, load);
    }

    /** SecAction ACTIONS. */
    static void action(Directive directive, RuleLoad load) {
        if (directive.arguments().size() != 1) {
            throw new IllegalArgumentException("SecAction takes its actions as one quoted argument.");
        }
        RuleDraft rule = new RuleDraft(directive.file(), directive.line(), directive.source());
        actions(rule, directive.arguments().get(0), directive, load);
        place(rule, directive, load);
    }

    private static void place(RuleDraft rule, Directive directive, RuleLoad load) {
        RuleDraft previous = load.chainEnd();
        if (previous != null) {
            previous.next = rule;
        } else {
            load.applyLasting(rule);
            boolean mayLackId = load.compatibility() == Compatibility.V3 && rule.operator == null;
            if (rule.id == 0 && !mayLackId) {
                throw new IllegalArgumentException("Rules must have at least id action: there is no id.");
            }
            if (rule.id != 0 && !load.takeId(rule.id)) {
                throw new IllegalArgumentException("Rule id: " + rule.id + " is duplicated.");
            }
            load.items().add(new RuleCompiler.Item.OfRule(rule));
        }
        load.chainEnd(rule.chained ? rule : null);
    }

    private static void actions(RuleDraft rule, String text, Directive directive, RuleLoad load) {
        if (load.compatibility() == Compatibility.V3) {
            IdText.check(text);
        }
        List<ActionText> actions = ActionText.parse(text, load.compatibility());
        RuleDraft previous = load.chainEnd();
        rule.defaultNeedsBlock = load.compatibility() == Compatibility.V3;
        rule.link = previous != null;
        if (previous != null) {
            rule.phase = previous.phase;
        } else {
            rule.phase = load.phaseOtherwise();
            for (ActionText action : actions) {
                if (action.name().equals("phase")) {
                    rule.phase = Actions.phase(action, load.compatibility());
                }
            }
        }
        DefaultActions defaults = load.defaults(rule.phase);
        if (load.compatibility() == Compatibility.V2 && load.settings().debugLogLevel >= 5) {
            rule.written = new WrittenActions();
            List<ActionText> before = defaults == null ? BUILT_IN : defaults.all();
            if (previous == null) {
                before.forEach(action -> write(rule.written, action));
            }
            actions.forEach(action -> write(rule.written, action));
        }
        if (defaults != null) {
            rule.defaultDisruption = defaults.disruption();
            for (ActionText action : defaults.actions()) {
                if (previous == null || action.name().equals("t")) {
                    apply(rule, action, true, load);
                }
            }
        }
        for (ActionText action : actions) {
            if (previous != null && STARTER_ONLY.contains(action.name())) {
                if (!action.name().equals("phase")
                        && !action.name().equals("pass")
                        && !action.name().equals("block")) {
                    load.warning(
                            directive,
                            "In a chain, " + action.name() + " belongs to the first rule; here it does nothing.");
                }
                continue;
            }
            apply(rule, action, load);
        }
    }

    private static void write(WrittenActions written, ActionText action) {
        written.add(Actions.byName(action.name()).name(), action.value());
    }

    private static void apply(RuleDraft rule, ActionText action, RuleLoad load) {
        apply(rule, action, false, load);
    }

    private static void apply(RuleDraft rule, ActionText action, boolean inherited, RuleLoad load) {
        Actions.Known known = Actions.byName(action.name());
        int before = rule.actions.size();
        if (!inherited || !action.name().equals("status")) {
            known.effect().apply(rule, action, load);
        }
        boolean acts = rule.actions.size() > before;
        Action added = acts ? rule.actions.get(before) : null;
        if (added == null ? TOLD.contains(action.name()) : !added.isImmediate()) {
            rule.steps.add(new Step(action.name().equals("skipafter") ? "skipAfter" : action.name(), inherited, added));
        }
    }

    /** Applies what SecRuleUpdateActionById says. */
    static void update(RuleDraft rule, List<ActionText> actions, RuleLoad load) {
        if (actions.stream().anyMatch(action -> action.name().equals("t"))) {
            rule.transformations.clear();
            rule.transformationNames.clear();
        }
        for (ActionText action : actions) {
            if (action.name().equals("id")
                    || action.name().equals("phase")
                    || action.name().equals("chain")) {
                throw new IllegalArgumentException("SecRuleUpdateActionById can't change " + action.name() + ".");
            }
            apply(rule, action, load);
            if (rule.written != null) {
                write(rule.written, action);
            }
        }
    }

    private static void operator(RuleDraft rule, String text, RuleLoad load) {
        // ModSecurity 3 keeps blanks at the end of a parameter
        String rest = load.compatibility() == Compatibility.V3 ? text.stripLeading() : text.strip();
        if (rest.startsWith("!")) {
            rule.negated = true;
            rest = rest.substring(1).stripLeading();
        }
        String name = "rx";
        String argument = rest;
        if (rest.startsWith("@")) {
            int end = 1;
            while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
                end++;
            }
            name = rest.substring(1, end);
            argument = rest.substring(end).stripLeading();
        } else if (!rule.negated) {
            argument = text;
        }
        OperatorFactory factory = Operators.byName(name);
        if (factory == null) {
            throw new IllegalArgumentException("There is no operator @" + name + ".");
        }
        try {
            Operator operator = factory.create(ByteSlice.latin1(argument), load);
            rule.operator = operator;
            rule.operatorName = operator.name();
            rule.operatorArgument = argument;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "The operator @" + name + " can't read its file. " + unreadable.getMessage());
        }
    }

    /** SecDefaultAction ACTIONS. */
    static void defaultAction(Directive directive, RuleLoad load) {
        if (directive.arguments().size() != 1) {
            throw new IllegalArgumentException("SecDefaultAction takes its actions as one quoted argument.");
        }
        List<ActionText> actions = ActionText.parse(directive.arguments().get(0), load.compatibility());
        int phase = 0;
        RuleDraft probe = new RuleDraft(directive.file(), directive.line(), directive.source());
        for (ActionText action : actions) {
            Actions.Known known = Actions.byName(action.name());
            if (action.name().equals("t") && action.value().equalsIgnoreCase("none")) {
                throw new IllegalArgumentException(
                        "The transformation none is not suitable to be part of the SecDefaultActions.");
            }
            if (known.group() == Actions.Group.METADATA
                            && !Set.of("phase", "tag", "severity").contains(action.name())
                    || Set.of("chain", "skip", "skipafter").contains(action.name())) {
                throw new IllegalArgumentException(
                        "The action '" + action.name().toLowerCase(Locale.ROOT)
                                + "' is not suitable to be part of the SecDefaultActions.");
            }
            known.effect().apply(probe, action, load);
            if (action.name().equals("phase")) {
                phase = probe.phase;
            }
        }
        if (phase == 0) {
            throw new IllegalArgumentException("SecDefaultAction must specify a phase.");
        }
        if (probe.disruption == null) {
            throw new IllegalArgumentException("SecDefaultAction must specify a disruptive action.");
        }
        if (load.settings().compatibility == Compatibility.V3 && load.defaults(phase) != null) {
            throw new IllegalArgumentException("SecDefaultActions can only be placed once per phase and configuration"
                    + " context. Phase " + phase + " was informed already.");
        }
        List<ActionText> inherited = actions.stream()
                .filter(action -> Actions.byName(action.name()).group() != Actions.Group.DISRUPTIVE
                        && !action.name().equals("phase"))
                .toList();
        load.defaults(phase, new DefaultActions(inherited, actions, disruption(probe)));
    }

    private static Disruption disruption(RuleDraft probe) {
        Disruption.Kind kind = probe.disruption;
        @Nullable Macro location = probe.location;
        int status = probe.status != 0 ? probe.status : kind == Disruption.Kind.REDIRECT ? 302 : 403;
        return kind == null ? Disruption.PASS : new Disruption(kind, status, location);
    }
}
