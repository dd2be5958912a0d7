package io.rempart.engine.seclang;

import io.rempart.engine.Compatibility;
import io.rempart.engine.action.IdRanges;
import io.rempart.engine.action.RuleSelector;
import io.rempart.engine.rule.RuleCompiler;
import io.rempart.engine.rule.RuleDraft;
import io.rempart.engine.state.TargetSelector;
import io.rempart.engine.state.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Directives that make rules and change them. */
final class RuleDirectives {
    private RuleDirectives() {}

    static void register() {
        Directives.works("SecRule", RuleParser::rule);
        Directives.works("SecAction", RuleParser::action);
        Directives.works("SecDefaultAction", RuleParser::defaultAction);
        Directives.works(
                "SecMarker",
                (directive, load) -> load.items().add(new RuleCompiler.Item.Marker(Arguments.one(directive))));
        Directives.works(
                "SecRuleRemoveById",
                (directive, load) -> remove(
                        directive, load, RuleSelector.byId(IdRanges.parse(String.join(" ", directive.arguments())))));
        Directives.works(
                "SecRuleRemoveByTag",
                (directive, load) ->
                        remove(directive, load, RuleSelector.byTag(Actions.pattern(Arguments.one(directive)))));
        Directives.works(
                "SecRuleRemoveByMsg",
                (directive, load) ->
                        remove(directive, load, RuleSelector.byMessage(Actions.pattern(Arguments.one(directive)))));
        Directives.works("SecRuleUpdateTargetById", RuleDirectives::updateTargetById);
        Directives.works(
                "SecRuleUpdateTargetByTag",
                (directive, load) ->
                        updateTarget(directive, load, RuleSelector.byTag(Actions.pattern(first(directive))), 0));
        Directives.works(
                "SecRuleUpdateTargetByMsg",
                (directive, load) ->
                        updateTarget(directive, load, RuleSelector.byMessage(Actions.pattern(first(directive))), 0));
        Directives.works("SecRuleUpdateActionById", RuleDirectives::updateAction);
        Directives.refused("SecRuleScript", "there is no Lua in this engine");
    }

    private static void remove(Directive directive, RuleLoad load, RuleSelector selector) {
        load.update(directive, selector, rule -> load.remove(rule, directive.name()));
    }

    private static void updateTargetById(Directive directive, RuleLoad load) {
        String selector = first(directive);
        int colon = selector.indexOf(':');
        int offset = 0;
        if (colon >= 0) {
            offset = linkNumber(selector.substring(colon + 1));
            selector = selector.substring(0, colon);
        }
        updateTarget(directive, load, RuleSelector.byId(IdRanges.parse(selector)), offset);
    }

    private static void updateTarget(Directive directive, RuleLoad load, RuleSelector selector, int offset) {
        List<String> arguments = directive.arguments();
        if (arguments.size() < 2 || arguments.size() > 3) {
            throw new IllegalArgumentException(
                    directive.name() + " takes rules, targets and perhaps the target to replace.");
        }
        TargetText.Parsed change = TargetText.parse(arguments.get(1));
        TargetText.Parsed replaced = arguments.size() == 3 ? TargetText.parse(arguments.get(2)) : null;
        load.update(directive, selector, rule -> {
            RuleDraft link = link(rule, offset);
            if (replaced != null) {
                List<TargetSelector> gone = replaced.targets().stream()
                        .map(RuleDraft.TargetDraft::selector)
                        .toList();
                link.targets.removeIf(target -> gone.stream().anyMatch(g -> same(g, target.selector())));
            }
            for (RuleDraft.TargetDraft target : change.targets()) {
                if (link.targets.stream()
                        .noneMatch(t -> same(t.selector(), target.selector()) && t.count() == target.count())) {
                    link.targets.add(target);
                }
            }
            for (TargetSelector exclusion : change.exclusions()) {
                link.targets.removeIf(target -> !target.count() && same(target.selector(), exclusion));
                link.exclusions.add(exclusion);
                if (load.compatibility() == Compatibility.V3 && exclusion.pattern() != null) {
                    names(exclusion).ifPresent(link.exclusions::add);
                }
            }
        });
    }

    /**
     * In ModSecurity 3 a pattern that takes arguments out takes their names out too. (It takes whatever else has such a key out as
     * well, a header for a cookie; this engine does not.)
     */
    private static Optional<TargetSelector> names(TargetSelector exclusion) {
        Variable names = Variable.byName(exclusion.variable().name() + "_NAMES");
        return Optional.ofNullable(names).map(all -> new TargetSelector(all, exclusion.key(), exclusion.pattern()));
    }

    private static boolean same(TargetSelector a, TargetSelector b) {
        return a.toString().equalsIgnoreCase(b.toString());
    }

    private static RuleDraft link(RuleDraft rule, int offset) {
        RuleDraft link = rule;
        for (int i = 0; i < offset; i++) {
            RuleDraft next = link.next;
            if (next == null) {
                throw new IllegalArgumentException("The chain of rule " + rule.id + " has no link " + offset + ".");
            }
            link = next;
        }
        return link;
    }

    private static void updateAction(Directive directive, RuleLoad load) {
        List<String> arguments = directive.arguments();
        if (arguments.size() != 2) {
            throw new IllegalArgumentException("SecRuleUpdateActionById takes a rule id and actions.");
        }
        String selector = arguments.get(0);
        int colon = selector.indexOf(':');
        int offset = colon < 0 ? 0 : linkNumber(selector.substring(colon + 1));
        List<ActionText> actions = new ArrayList<>(ActionText.parse(arguments.get(1), load.compatibility()));
        load.update(
                directive,
                RuleSelector.byId(IdRanges.parse(colon < 0 ? selector : selector.substring(0, colon))),
                rule -> RuleParser.update(link(rule, offset), actions, load));
    }

    private static String first(Directive directive) {
        if (directive.arguments().isEmpty()) {
            throw new IllegalArgumentException(directive.name() + " needs arguments.");
        }
        return directive.arguments().get(0);
    }

    /** The place of a link in its chain, as in {@code 942100:1}. */
    private static int linkNumber(String text) {
        try {
            return Integer.parseUnsignedInt(text.trim());
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException(
                    "Expected the number of a link after the colon instead of " + text + ".");
        }
    }
}
