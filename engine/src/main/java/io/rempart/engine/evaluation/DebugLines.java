package io.rempart.engine.evaluation;

import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.PhasePlan;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.DebugLog;
import io.rempart.engine.transformation.Transformation;
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

    static void rule(DebugLog log, Rule link, Rule head) {
        if (!log.logs(4)) {
            return;
        }
        if (link.operator == null) {
            log.log(4, "(Rule: ", head.id, ") Executing unconditional rule...");
            return;
        }
        String targets = link.targets.stream().map(Target::toString).collect(Collectors.joining("|"));
        String name = (link.negated ? "!" : "") + operatorName(link);
        log.log(
                4,
                "(Rule: ",
                link == head ? head.id : 0,
                ") Executing operator \"",
                name,
                "\" with param \"",
                link.operatorArgument,
                "\" against ",
                targets,
                ".");
    }

    static void transformed(DebugLog log, Rule link, SourceValues values, Target target, int index) {
        if (!log.logs(9)) {
            return;
        }
        ByteSlice value = values.values.value(index);
        for (Transformation step : link.transformations) {
            value = step.apply(value);
            step(log, step, value);
        }
    }

    static void step(DebugLog log, Transformation step, ByteSlice value) {
        if (log.logs(9)) {
            log.log(9, " T (0) t:", step.name(), ": \"", Printable.hex(value), "\"");
        }
    }

    static void target(DebugLog log, Target target, @Nullable ByteSlice key, ByteSlice value) {
        if (log.logs(9)) {
            String name =
                    key == null ? target.variable().name() : target.variable().name() + ":" + key;
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
                        rule.file,
                        ":",
                        rule.line,
                        "' as request trough the utilization of an `allow' action.");
            }
        }
    }

    static void disruptive(DebugLog log, Rule head) {
        if (log.logs(4)) {
            String name = head.blocks ? "block" : head.disruption.kind().name().toLowerCase(Locale.ROOT);
            log.log(4, "Running (disruptive)     action: ", name, ".");
            log.log(8, "Running action ", name);
        }
    }

    static void jump(DebugLog log, Rule rule, PhasePlan plan, int from) {
        if (!log.logs(5)) {
            return;
        }
        for (int i = from; i < rule.jump(); i++) {
            log.log(
                    9,
                    "Skipped rule id '",
                    plan.rule(i).id,
                    "' due to a `",
                    rule.skipAfter == null ? "skip" : "skipAfter",
                    "' action.");
        }
    }
}
