package io.rempart.engine.evaluation;

import io.rempart.engine.Compatibility;
import io.rempart.engine.Verdict;
import io.rempart.engine.action.Action;
import io.rempart.engine.audit.LogLine;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Disruption;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.Controls;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import org.jspecify.annotations.Nullable;

/** What matches bring about in one transaction: actions, what is recorded, the verdict. For one thread. */
final class Consequences {
    private final TransactionState state;
    private final Controls controls;
    private final OperatorRun run;
    private final MatchRecorder recorder;
    private final @Nullable LateEffects late;
    private Verdict verdict = Verdict.PASS;

    Consequences(TransactionState state, OperatorRun run) {
        this.state = state;
        this.run = run;
        controls = state.controls();
        recorder = new MatchRecorder(state);
        late = state.settings().compatibility == Compatibility.V3 ? new LateEffects(state) : null;
    }

    /** The verdict so far. */
    Verdict verdict() {
        return verdict;
    }

    /** A verdict that no rule gave (a limit). */
    void verdict(Verdict given) {
        verdict = given;
    }

    /** What a match of one value brings about. */
    void effects(
            Rule link,
            Rule head,
            @Nullable Target target,
            @Nullable ByteSlice key,
            ByteSlice value,
            Values origin,
            int index) {
        if (target != null) {
            state.matched().add(target.variable(), key, target.count, value);
            run.applyCaptures(link);
            state.debug().log(9, "Matched vars updated.");
        }
        for (int i = 0; i < link.actions.size(); i++) {
            Action action = link.actions.get(i);
            if (late != null && !action.isImmediate()) {
                continue;
            }
            if (state.debug().logs(4)) {
                String name = action.text();
                state.debug()
                        .log(
                                4,
                                "Running [independent] (non-disruptive) action: ",
                                name.substring(0, name.indexOf(':')));
            }
            action.perform(state);
        }
        if (late != null) {
            recorder.refer(link, head, target, origin, index, run);
            late.matched(link, target, value, origin, index);
        } else if (link.next == null) {
            fullMatch(link, head, target, value, origin, index);
        }
    }

    /** When a whole chain matched: in ModSecurity 3's order the rest is done now. */
    void chainMatched(Rule head) {
        if (late != null && late.link != null) {
            late.perform(head);
            fullMatch(late.link, head, late.target, late.value, late.origin, late.index);
        }
    }

    private void fullMatch(Rule link, Rule head, @Nullable Target target, ByteSlice value, Values origin, int index) {
        boolean active = controls.engine == Settings.Engine.ON;
        Disruption disruption = head.disruption;
        boolean disrupts = active && disruption.interrupts() && !verdict.interrupts() && head.phase < 5;
        recorder.record(link, head, target, value, origin, index, run, disrupts);
        DebugLines.disruptive(state.debug(), head, active);
        if (active) {
            decide(head, disruption, disrupts);
        }
        if (state.settings().compatibility == Compatibility.V2) {
            DebugLines2.matched(state.debug(), recorder.last(), verdict);
        }
    }

    private void decide(Rule head, Disruption disruption, boolean disrupts) {
        switch (disruption.kind()) {
            case PASS -> {}
            case ALLOW -> allow(head, 4);
            case ALLOW_REQUEST -> allow(head, head.phase <= 2 ? 2 : head.phase);
            case ALLOW_PHASE -> allow(head, head.phase);
            case DENY, DROP, REDIRECT, PROXY -> {
                if (disrupts) {
                    verdict = verdict(head, disruption);
                }
            }
        }
    }

    private void allow(Rule head, int through) {
        state.debug()
                .log(
                        4,
                        "Dropping the evaluation of upcoming rules in favor of an `allow' action of type: ",
                        switch (head.disruption.kind()) {
                            case ALLOW_PHASE -> "Phase";
                            case ALLOW_REQUEST -> "Request";
                            default -> "FromNowOn";
                        });
        controls.allowedThrough = Math.max(controls.allowedThrough, through);
        if (verdict.kind() == Verdict.Kind.PASS) {
            String what = switch (head.disruption.kind()) {
                case ALLOW_PHASE -> "Access to phase allowed";
                case ALLOW_REQUEST -> "Access to request allowed";
                default -> "Access allowed";
            };
            String reason = what + " (phase " + head.phase + ").";
            verdict = new Verdict(Verdict.Kind.ALLOW, 0, null, head.id, head.phase, reason);
        }
    }

    private Verdict verdict(Rule head, Disruption disruption) {
        String location = disruption.location() == null
                ? null
                : disruption.location().expand(state).toString();
        String reason = recorder.lastSentence();
        return switch (disruption.kind()) {
            case DROP -> new Verdict(Verdict.Kind.DROP, 0, null, head.id, head.phase, reason);
            case REDIRECT ->
                new Verdict(Verdict.Kind.REDIRECT, disruption.status(), location, head.id, head.phase, reason);
            case PROXY ->
                head.phase > 2 && state.settings().compatibility == Compatibility.V2
                        // there is an answer already; ModSecurity 2 refuses it with 500
                        ? new Verdict(Verdict.Kind.DENY, 500, null, head.id, head.phase, LogLine.NO_PROXY)
                        : new Verdict(Verdict.Kind.PROXY, 0, location, head.id, head.phase, reason);
            default -> new Verdict(Verdict.Kind.DENY, disruption.status(), null, head.id, head.phase, reason);
        };
    }
}
