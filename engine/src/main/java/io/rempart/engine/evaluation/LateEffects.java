package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Step;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.DebugLog;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * ModSecurity 3's order of effects: all values of a rule are looked at, only {@code setvar} acts at each match; what else the links
 * of a chain do, they do once when all of it has matched, the last link first and in each SecDefaultAction's part before its own.
 * For one thread.
 */
final class LateEffects {
    private final TransactionState state;

    /** What matched last. */
    @Nullable
    Target target;

    @Nullable
    Rule link;

    ByteSlice value = ByteSlice.EMPTY;
    Values origin = Values.NONE;
    int index;

    LateEffects(TransactionState state) {
        this.state = state;
    }

    /** A link matched a value. */
    void matched(Rule rule, @Nullable Target what, ByteSlice seen, Values from, int at) {
        link = rule;
        target = what;
        value = seen;
        origin = from;
        index = at;
    }

    /** The whole chain matched. */
    void perform(Rule head) {
        if (head.next == null) {
            perform(head, head);
            return;
        }
        List<Rule> links = new ArrayList<>();
        for (Rule each = head; each != null; each = each.next) {
            links.add(each);
        }
        for (int i = links.size() - 1; i >= 0; i--) {
            perform(links.get(i), head);
        }
    }

    private void perform(Rule rule, Rule head) {
        DebugLog debug = state.debug();
        boolean told = debug.logs(4);
        int tag = 0;
        for (Step step : rule.steps) {
            if (step.inherited() && step.name().equals("tag")) {
                debug.log(9, "Running action: tag");
                debug.log(9, "Rule tag: ", rule.tags.get(tag++).expand(state));
            } else if (step.inherited()) {
                run(step, rule, told);
            }
        }
        if (told) {
            tell(rule, tag);
        }
        for (Step step : rule.steps) {
            if (!step.inherited() && !step.name().equals("tag")) {
                run(step, rule, told);
            }
        }
    }

    private void tell(Rule rule, int firstTag) {
        DebugLog debug = state.debug();
        for (int i = firstTag; i < rule.tags.size(); i++) {
            debug.log(4, "Running (non-disruptive) action: tag");
            debug.log(9, "Rule tag: ", rule.tags.get(i).expand(state));
        }
        if (rule.severity != null) {
            int current = state.highestSeverity == null ? 255 : state.highestSeverity.ordinal();
            debug.log(9, "This rule severity is: ", rule.severity.ordinal(), " current transaction is: ", current);
        }
        if (rule.message != null) {
            debug.log(9, "Saving msg: ", rule.message.expand(state));
        }
    }

    private void run(Step step, Rule rule, boolean told) {
        if (told) {
            state.debug().log(9, "Running action: ", step.name());
            switch (step.name().toLowerCase(Locale.ROOT)) {
                case "log", "auditlog" -> state.debug().log(9, "Saving transaction to logs");
                case "skip" -> state.debug().log(5, "Skipping the next ", rule.skip, " rules.");
                case "skipafter" -> state.debug().log(5, "Setting skipAfter for: ", String.valueOf(rule.skipAfter));
                default -> {}
            }
        }
        if (step.action() != null) {
            step.action().perform(state);
        }
    }
}
