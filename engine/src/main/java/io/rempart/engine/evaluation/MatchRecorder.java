package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what logs need of each match. Bounded: beyond {@value #MOST} matches of a transaction, further ones of rules that are known
 * to match are not kept. For one thread.
 */
final class MatchRecorder {
    /** Most matches that are kept. */
    static final int MOST = 1_000;

    /** The operators of which ModSecurity 3 logs where they matched. */
    private static final Set<String> WITH_PLACE = Set.of(
            "rx",
            "rxGlobal",
            "contains",
            "beginsWith",
            "endsWith",
            "within",
            "pm",
            "pmf",
            "pmFromFile",
            "pmFromDataset",
            "validateByteRange",
            "validateUtf8Encoding",
            "verifySSN",
            "verifyCPF",
            "verifySVNR");

    private final TransactionState state;
    private final StringBuilder reference = new StringBuilder();
    private @Nullable Rule lastHead;
    private @Nullable RuleMatch last;

    MatchRecorder(TransactionState state) {
        this.state = state;
    }

    void record(
            Rule link,
            Rule head,
            @Nullable Target target,
            ByteSlice value,
            Values origin,
            int index,
            OperatorRun run,
            boolean disruptive) {
        if (head.severity != null
                && (state.highestSeverity == null || head.severity.compareTo(state.highestSeverity) < 0)) {
            state.highestSeverity = head.severity;
        }
        state.matchedRule(head);
        last = null;
        if (!head.log && !head.auditLog && !disruptive && !state.debug().logs(4)) {
            return; // of set-up and scoring rules, which no log shows, only the fact is kept
        }
        List<RuleMatch> matches = state.matches();
        boolean version3 = state.settings().compatibility == Compatibility.V3;
        boolean again = lastHead == head;
        if (!version3) {
            refer(link, head, target, origin, index, run);
        }
        boolean replaces = again
                && !version3
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
                Explanation.of(link, variable, asWritten(value, origin, index), run, state),
                reference.toString(),
                head.log,
                head.auditLog,
                disruptive);
        last = match;
        if (state.debug().logs(9) && !version3) {
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

    /** The last match that was recorded, null when there is nothing to say of it. */
    @Nullable
    RuleMatch last() {
        return last;
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

    /** ModSecurity 3's sentences show the value as the request had it, those of ModSecurity 2 what the operator saw. */
    private ByteSlice asWritten(ByteSlice value, Values origin, int index) {
        return state.settings().compatibility == Compatibility.V3 && index < origin.size()
                ? origin.value(index)
                : value;
    }

    /** ModSecurity 3's notation of places: where the operator matched in the value, where the value lies in the request. */
    void refer(Rule link, Rule head, @Nullable Target target, Values origin, int index, OperatorRun run) {
        if (lastHead != head) {
            reference.setLength(0);
            lastHead = head;
        }
        if (target == null || reference.length() > 1_000) {
            return;
        }
        if (WITH_PLACE.contains(link.operatorName)) {
            reference.append(run.matchPlaces());
        }
        if (index < origin.size()) {
            origin.refer(index, reference);
        }
        boolean first = true;
        for (String step : link.transformationNames) {
            if (!first) {
                reference.append(',');
            }
            reference.append("t:").append(step);
            first = false;
        }
    }
}
