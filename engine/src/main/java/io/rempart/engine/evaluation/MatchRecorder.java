package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import io.rempart.engine.transformation.Transformation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what logs need of each match. Bounded: beyond {@value #MOST} matches of a transaction, further ones of rules that are known
 * to match are not kept. For one thread.
 */
final class MatchRecorder {
    /** Most matches that are kept. */
    static final int MOST = 1_000;

    private final TransactionState state;
    private final StringBuilder reference = new StringBuilder();
    private @Nullable Rule lastHead;

    MatchRecorder(TransactionState state) {
        this.state = state;
    }

    void record(
            Rule link,
            Rule head,
            @Nullable Target target,
            ByteSlice value,
            int offset,
            OperatorRun run,
            boolean disruptive) {
        if (head.severity != null
                && (state.highestSeverity == null || head.severity.compareTo(state.highestSeverity) < 0)) {
            state.highestSeverity = head.severity;
        }
        state.matchedRule(head);
        if (!head.log && !head.auditLog && !disruptive && !state.debug().logs(9)) {
            return; // of set-up and scoring rules, which no log shows, only the fact is kept
        }
        List<RuleMatch> matches = state.matches();
        boolean again = lastHead == head;
        if (!again) {
            reference.setLength(0);
            lastHead = head;
        }
        refer(link, target, value, offset, run);
        boolean replaces = again
                && !matches.isEmpty()
                && (state.settings().compatibility != Compatibility.V2 || matches.size() >= MOST)
                && matches.get(matches.size() - 1).ruleId() == head.id;
        if (matches.size() >= MOST && !replaces && !disruptive) {
            return;
        }
        Macro message = head.message != null ? head.message : link.message;
        Macro data = head.logData != null ? head.logData : link.logData;
        String variable = target == null ? "" : state.matched().name().toString();
        RuleMatch match = new RuleMatch(
                head.id,
                head.phase,
                head.file,
                head.line,
                message == null ? ByteSlice.EMPTY : message.expand(state),
                data == null ? ByteSlice.EMPTY : data.expand(state),
                head.severity,
                head.version,
                head.revision,
                head.maturity,
                head.accuracy,
                tags(head),
                link.operator == null ? "" : (link.negated ? "!" : "") + link.operatorName,
                link.operatorArgument,
                variable,
                value,
                Explanation.of(link, variable, value, run, state),
                reference.toString(),
                head.log,
                head.auditLog,
                disruptive);
        if (state.debug().logs(9)) {
            if (message != null) {
                state.debug().log(9, "Saving msg: ", match.message());
            }
            for (String tag : match.tags()) {
                state.debug().log(9, "Rule tag: ", tag);
            }
        }
        if (!head.log && !head.auditLog && !disruptive) {
            return;
        }
        if (replaces) {
            matches.set(matches.size() - 1, match);
        } else {
            matches.add(match);
        }
    }

    /** What the last match was, for the verdict. */
    String lastSentence() {
        List<RuleMatch> matches = state.matches();
        return matches.isEmpty() ? "" : matches.get(matches.size() - 1).explanation();
    }

    private List<String> tags(Rule head) {
        List<String> tags = new ArrayList<>(head.tags.size());
        for (Macro tag : head.tags) {
            tags.add(tag.expand(state).toString());
        }
        return tags;
    }

    /** ModSecurity 3's notation of places: where the operator matched in the value, where the value lies in the request. */
    private void refer(Rule link, @Nullable Target target, ByteSlice value, int offset, OperatorRun run) {
        if (target == null || reference.length() > 1_000) {
            return;
        }
        if (run.matchOffset() >= 0) {
            reference.append('o').append(run.matchOffset()).append(',').append(run.matchLength());
        }
        if (offset != Values.NOWHERE) {
            reference.append('v').append(offset).append(',').append(value.length());
        }
        boolean first = true;
        for (Transformation step : link.transformations) {
            if (!first) {
                reference.append(',');
            }
            reference.append("t:").append(step.name());
            first = false;
        }
    }
}
