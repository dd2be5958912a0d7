package io.rempart.engine.rule;

import io.rempart.engine.Severity;
import io.rempart.engine.action.Action;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.operator.Operator;
import io.rempart.engine.state.Ascii;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.TargetSelector;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import io.rempart.engine.transformation.Transformation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled SecRule or SecAction, or a link of a chain. Made by {@link RuleDraft}; immutable after the load. */
public final class Rule implements TransactionState.RunningRule {
    /** Its number in the rule set; links of chains have their own. */
    public final int index;

    public final long id;

    /** 1 to 5. */
    public final int phase;

    public final String file;
    public final int line;

    /** The directive as it stands in the file. */
    public final String source;

    /** What ModSecurity 2's debug log shows: targets, operator, and actions with the defaults; empty when no log shows it. */
    public final String unparsed;

    /** What it looks at; empty for SecAction. */
    public final List<Target> targets;

    /** What it does not look at ({@code !ARGS:x}). */
    public final List<TargetSelector> exclusions;

    /** The test; null for SecAction, which always matches. */
    public final @Nullable Operator operator;

    public final String operatorName;
    public final String operatorArgument;
    public final boolean negated;
    public final List<Transformation> transformations;

    /** The transformations as they are written, for logs. */
    public final List<String> transformationNames;

    /** The operator is tried before and after each transformation that changes the value. */
    public final boolean multiMatch;

    /** Groups go to TX:0 to TX:9. */
    public final boolean capture;

    /** What it does at each match. */
    public final List<Action> actions;

    /** What is done after the whole chain matched, in ModSecurity 3's order. */
    public final List<Step> steps;

    /** The directive that took the rule out, null when it runs. */
    public final @Nullable String removedBy;

    public final Disruption disruption;

    /** Whether a disruptive action was written, for logs. */
    public final boolean disruptionWritten;

    /** Whether {@code block} was written, for logs. */
    public final boolean blocks;

    public final boolean log;
    public final boolean auditLog;
    public final @Nullable Macro message;
    public final @Nullable Macro logData;
    public final List<Macro> tags;
    public final @Nullable Severity severity;
    public final String version;
    public final String revision;
    public final int maturity;
    public final int accuracy;

    /** How many rules of the phase are skipped after a match. */
    public final int skip;

    /** The marker (or rule id) after which to go on after a match. */
    public final @Nullable String skipAfter;

    /** The next link of the chain, null at its end. */
    public final @Nullable Rule next;

    /** Whether its chain has no end, so that it never matches as a whole (ModSecurity 3 loads such rules). */
    public final boolean endless;

    /** Whether it is a link of a chain, not its start. */
    public final boolean link;

    /** The bit of the rule at the gate of its family, -1 when every value must be looked at. */
    int gateBit = -1;

    /** Whether it looks at nothing but values that the gate is asked about. */
    boolean skippable;

    /** Where in its phase to go on after a match with skip or skipAfter. */
    int jump = -1;

    Rule(RuleDraft draft, int index, List<Target> targets, @Nullable Rule next) {
        this.index = index;
        id = draft.id;
        phase = draft.phase;
        file = draft.file;
        line = draft.line;
        source = draft.source;
        unparsed = draft.unparsed();
        this.targets = List.copyOf(targets);
        exclusions = List.copyOf(draft.exclusions);
        operator = draft.operator;
        operatorName = draft.operatorName;
        operatorArgument = draft.operatorArgument;
        negated = draft.negated;
        transformations = List.copyOf(draft.transformations);
        transformationNames = List.copyOf(draft.transformationNames);
        multiMatch = draft.multiMatch;
        capture = draft.capture;
        actions = List.copyOf(draft.actions);
        steps = List.copyOf(draft.steps);
        removedBy = draft.removedBy;
        disruption = draft.resolvedDisruption();
        disruptionWritten = !draft.link && (draft.blocks || draft.disruption != null);
        blocks = draft.blocks;
        log = draft.log;
        auditLog = draft.auditLog;
        message = draft.message;
        logData = draft.logData;
        tags = List.copyOf(draft.tags);
        severity = draft.severity;
        version = draft.version;
        revision = draft.revision;
        maturity = draft.maturity;
        accuracy = draft.accuracy;
        skip = draft.skip;
        skipAfter = draft.skipAfter;
        this.next = next;
        link = draft.link;
        endless = draft.chained && next == null;
    }

    /** The bit of the rule at the gate of its family, -1 when it has none. */
    public int gateBit() {
        return gateBit;
    }

    /** Whether the rule can't match when the gate says so of all values it looks at: it looks at nothing else. */
    public boolean isSkippable() {
        return skippable;
    }

    /** Where in its phase to go on after a match, -1 for the next rule. */
    public int jump() {
        return jump;
    }

    @Override
    public Values describe() {
        Values values = new Values();
        values.add(ByteSlice.latin1("id"), ByteSlice.latin1(Long.toString(id)));
        values.add(ByteSlice.latin1("phase"), Ascii.decimal(phase));
        if (message != null) {
            values.add(ByteSlice.latin1("msg"), message.text());
        }
        if (logData != null) {
            values.add(ByteSlice.latin1("logdata"), logData.text());
        }
        if (severity != null) {
            values.add(ByteSlice.latin1("severity"), Ascii.decimal(severity.ordinal()));
        }
        if (!revision.isEmpty()) {
            values.add(ByteSlice.latin1("rev"), ByteSlice.latin1(revision));
        }
        if (!version.isEmpty()) {
            values.add(ByteSlice.latin1("ver"), ByteSlice.latin1(version));
        }
        return values;
    }
}
