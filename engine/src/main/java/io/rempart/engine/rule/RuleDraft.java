package io.rempart.engine.rule;

import io.rempart.engine.Severity;
import io.rempart.engine.action.Action;
import io.rempart.engine.operator.Operator;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.TargetSelector;
import io.rempart.engine.transformation.Transformation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule while it is loaded: later directives (SecRuleUpdateTargetById and the like) may still change it. For one thread.
 */
public final class RuleDraft {
    /** What a target was written as. */
    public record TargetDraft(TargetSelector selector, boolean count) {}

    public final String file;
    public final int line;
    public final String source;

    public long id;
    public int phase = 2;
    public boolean link;
    public boolean chained;
    public @Nullable RuleDraft next;

    public List<TargetDraft> targets = new ArrayList<>();
    public List<TargetSelector> exclusions = new ArrayList<>();
    public @Nullable Operator operator;
    public String operatorName = "";
    public String operatorArgument = "";
    public boolean negated;
    public List<Transformation> transformations = new ArrayList<>();

    /** The transformations as they are written, for logs. */
    public List<String> transformationNames = new ArrayList<>();

    public boolean multiMatch;
    public boolean capture;
    public List<Action> actions = new ArrayList<>();

    /** What is done after the whole chain matched, in ModSecurity 3's order. */
    public List<Step> steps = new ArrayList<>();

    /** The name of the directive that took the rule out while others were still to come; null when none did. */
    public @Nullable String removedBy;

    public Map<String, String> namespaces = new TreeMap<>();

    public Disruption.@Nullable Kind disruption;
    public boolean blocks;
    public int status;
    public @Nullable Macro location;

    /** What {@code block} means here: the disruptive action of SecDefaultAction. */
    public Disruption defaultDisruption = Disruption.PASS;

    public boolean log = true;
    public boolean auditLog = true;
    public @Nullable Macro message;
    public @Nullable Macro logData;
    public List<Macro> tags = new ArrayList<>();
    public @Nullable Severity severity;
    public String version = "";
    public String revision = "";
    public int maturity;
    public int accuracy;
    public int skip;
    public @Nullable String skipAfter;

    /** ModSecurity 3 applies the disruptive action of SecDefaultAction to rules that say {@code block} alone. */
    public boolean defaultNeedsBlock;

    /** Its actions as a debug log shows them; null when none does. */
    public @Nullable WrittenActions written;

    /** With the place it comes from. */
    public RuleDraft(String file, int line, String source) {
        this.file = file;
        this.line = line;
        this.source = source;
    }

    /** What a debug log shows of the rule, see {@link Rule#unparsed}. */
    String unparsed() {
        if (written == null) {
            return "";
        }
        String actionText = written.toString();
        String end = actionText.isEmpty() ? "" : " \"" + actionText + "\"";
        if (operator == null) {
            return "SecAction" + end;
        }
        StringBuilder looksAt = new StringBuilder();
        for (TargetDraft target : targets) {
            looksAt.append(looksAt.isEmpty() ? "" : "|")
                    .append(target.count() ? "&" : "")
                    .append(target.selector());
        }
        exclusions.forEach(exclusion -> looksAt.append("|!").append(exclusion));
        return "SecRule \"" + looksAt + "\" \"" + (negated ? "!@" : "@") + operatorName
                + (operatorArgument.isEmpty() ? "" : " " + operatorArgument) + "\"" + end;
    }

    /** The status, with ModSecurity 3 also of a later link of the chain. */
    private int writtenStatus() {
        RuleDraft each = this;
        while (each.status == 0 && each.next != null && defaultNeedsBlock) {
            each = each.next;
        }
        return each.status;
    }

    /** The disruptive action in force: its own, what {@code block} stands for, or the default's. */
    Disruption resolvedDisruption() {
        if (link) {
            return Disruption.PASS;
        }
        if (disruption == null && !blocks && defaultNeedsBlock) {
            return Disruption.PASS;
        }
        if (blocks || disruption == null) {
            int code = writtenStatus() != 0 ? writtenStatus() : defaultDisruption.status();
            return new Disruption(defaultDisruption.kind(), code, defaultDisruption.location());
        }
        int code = writtenStatus() != 0 ? writtenStatus() : disruption == Disruption.Kind.REDIRECT ? 302 : 403;
        return new Disruption(disruption, code, location);
    }
}
