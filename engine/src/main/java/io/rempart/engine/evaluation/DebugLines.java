package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Disruption;
import io.rempart.engine.rule.PhasePlan;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.DebugLog;
import io.rempart.engine.state.PersistentCollection;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.TransactionState.CollectionKind;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines of the debug log about rules, in ModSecurity 3's wording; nothing is built when they are not wanted. */
final class DebugLines {
    private static final Map<String, String> NAMES =
            Map.of("streq", "StrEq", "strmatch", "StrMatch", "rbl", "Rbl", "pmf", "PmF", "nomatch", "NoMatch");

    private DebugLines() {}

    static String operatorName(Rule rule) {
        String special = NAMES.get(rule.operatorName.toLowerCase(Locale.ROOT));
        return special != null
                ? special
                : Character.toUpperCase(rule.operatorName.charAt(0)) + rule.operatorName.substring(1);
    }

    static void rule(DebugLog log, Rule link, Rule head, OperatorRun run) {
        if (!log.logs(4)) {
            return;
        }
        if (link != head) {
            log.log(4, "Executing chained rule.");
        }
        if (link.operator == null) {
            log.log(4, "(Rule: ", link == head ? head.id : 0, ") Executing unconditional rule...");
            return;
        }
        String targets = link.targets.stream().map(Target::described).collect(Collectors.joining("|"));
        String argument = link.operatorArgument;
        String parameter = "";
        if (!argument.isEmpty()) {
            ByteSlice expanded = run.expand(ByteSlice.latin1(argument));
            parameter = "\" with param \"" + expanded + "\""
                    + (argument.contains("%{") ? " Was: \"" + argument + "\"" : "");
        }
        log.log(
                4,
                "(Rule: ",
                link == head ? head.id : 0,
                ") Executing operator \"",
                operatorName(link),
                parameter,
                " against ",
                targets,
                ".");
    }

    static void transformed(DebugLog log, Rule link, SourceValues values, Target target, int index) {
        if (!log.logs(9)) {
            return;
        }
        ByteSlice value = values.values.value(index);
        int changes = 0;
        for (int i = 0; i < link.transformations.size(); i++) {
            ByteSlice after = link.transformations.get(i).apply(value);
            if (link.multiMatch && after != value) {
                changes++;
            }
            value = after;
            step(log, link.transformationNames.get(i), value, changes);
        }
        if (link.multiMatch) {
            log.log(9, "multiMatch is enabled. ", changes + 1, " values to be tested.");
        }
    }

    static void step(DebugLog log, String name, ByteSlice value, int number) {
        if (log.logs(9)) {
            log.log(9, " T (", number, ") t:", name, ": \"", shortened(value.toString()), "\"");
        }
    }

    static void target(
            DebugLog log, Rule link, Target target, @Nullable ByteSlice key, ByteSlice value, TransactionState state) {
        if (log.logs(9) && key == null && target.variable().isXml()) {
            log.log(9, "Target value: \"[XML document tree]\" (Variable: )");
        } else if (log.logs(9) && state.settings().compatibility == Compatibility.V2) {
            DebugLines2.target(log, link, target, key, value);
        } else if (log.logs(9)) {
            CollectionKind kind = target.variable().collection();
            PersistentCollection collection = kind == null || target.count ? null : state.collection(kind);
            String name = key == null || target.count && target.selector.pattern() != null
                    ? target.variable().name()
                    : collection == null || collection.key().name().isEmpty()
                            ? target.variable().name() + ":" + key
                            : target.variable().name() + ":" + collection.key().name() + "::" + state.webAppId + "::"
                                    + key;
            log.log(9, "Target value: \"", shortened(Printable.hex(value)), "\" (Variable: ", name, ")");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80
                ? text
                : text.substring(0, 80) + " (" + (text.length() - 80) + " characters omitted)";
    }

    static void removed(DebugLog log, Rule rule, String option) {
        if (log.logs(9)) {
            if (rule.removedBy != null) {
                String directive = rule.removedBy.equalsIgnoreCase("SecRuleRemoveById")
                        ? "an SecRuleRemove"
                        : "a " + rule.removedBy;
                log.log(9, "Skipped rule id '", rule.id, "'. Removed by ", directive, " directive.");
                return;
            }
            if (option.equalsIgnoreCase("ruleRemoveById")) {
                log.log(9, "Rule id: ", rule.id, " was skipped due to a ruleRemoveById action...");
            } else {
                log.log(9, "Skipped rule id '", rule.id, "'. Skipped due to a ", option, " action.");
            }
        }
    }

    static void allowed(DebugLog log, PhasePlan plan, int from, Verdict verdict) {
        if (log.logs(9) && !verdict.interrupts()) {
            for (int i = from; i < plan.size(); i++) {
                Rule rule = plan.rule(i);
                log.log(
                        9,
                        "Skipped rule id '",
                        rule.id == 0 || rule.operator == null ? rule.file + ":" + rule.line : rule.id,
                        "' as request trough the utilization of an `allow' action.");
            }
        }
    }

    /** The disruptive action of a rule that matched, as it is run or not. */
    static void disruptive(DebugLog log, Rule head, boolean active) {
        if (!log.logs(4) || !head.disruptionWritten) {
            return;
        }
        Disruption.Kind kind = head.disruption.kind();
        String word = switch (kind) {
            case ALLOW, ALLOW_PHASE, ALLOW_REQUEST -> "allow";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
        String written = head.blocks ? "block" : word;
        if (!active) {
            log.log(4, "Not running any disruptive action (or block): ", written, ". SecRuleEngine is not On.");
            return;
        }
        log.log(4, "Running (disruptive)     action: ", written, ".");
        if (head.blocks) {
            log.log(8, "Marking request as disruptive.");
        }
        switch (kind) {
            case PASS -> {
                if (!head.blocks) {
                    log.log(8, "Running action pass");
                }
            }
            case DENY, REDIRECT, PROXY -> log.log(8, "Running action ", word);
            case DROP -> log.log(8, "Running action drop");
            case ALLOW, ALLOW_PHASE, ALLOW_REQUEST -> {}
        }
    }

    static void jump(DebugLog log, Rule rule, PhasePlan plan, int from) {
        if (!log.logs(9)) {
            return;
        }
        for (int i = from; i < rule.jump(); i++) {
            if (rule.skipAfter == null) {
                log.log(
                        9,
                        "Skipped rule id '",
                        plan.rule(i).id,
                        "' due to a `skip' action. Still ",
                        rule.jump() - i - 1,
                        " to be skipped.");
            } else {
                log.log(9, "Skipped rule id '", plan.rule(i).id, "' due to a SecMarker: ", rule.skipAfter);
            }
        }
    }
}
