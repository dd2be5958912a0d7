package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ctl} and {@code allow} changed for one transaction. Bounded: beyond {@value #MOST} removals of one kind (rules
 * made by attackers' data would be needed for that) further ones are not kept. For one thread.
 */
public final class Controls {
    /** Most removals of one kind. */
    public static final int MOST = 10_000;

    /**
     * Targets taken out of rules.
     *
     * @param rules the rules, by their index in the rule set, chain links included
     */
    public record TargetRemoval(BitSet rules, TargetSelector target) {}

    private final BitSet removedRules = new BitSet();
    private String lastRemoval = "";
    private final BitSet rulesWithRemovedTargets = new BitSet();
    private final List<TargetRemoval> removedTargets = new ArrayList<>();

    public Settings.Engine engine;
    public boolean requestBodyAccess;
    public boolean responseBodyAccess;
    public boolean forceRequestBodyVariable;
    public boolean forceResponseBodyVariable;
    public long requestBodyLimit;
    public long responseBodyLimit;
    public @Nullable String requestBodyProcessor;
    public @Nullable String responseBodyProcessor;
    public Settings.XmlArguments xmlArguments;
    public Settings.AuditEngine auditEngine;
    public Set<AuditPart> auditParts;

    /** Rules up to the end of this phase are allowed past: 0 none, a phase for {@code allow:phase}, 2 for {@code allow:request}, 4 for {@code allow}. */
    public int allowedThrough;

    /** As the settings say. */
    public Controls(Settings settings) {
        engine = settings.engine;
        requestBodyAccess = settings.requestBodyAccess;
        responseBodyAccess = settings.responseBodyAccess;
        requestBodyLimit = settings.requestBodyLimit;
        responseBodyLimit = settings.responseBodyLimit;
        xmlArguments = settings.xmlArguments;
        auditEngine = settings.auditEngine;
        auditParts = settings.auditParts;
    }

    /** Takes rules out for the rest of the transaction, by their index in the rule set; {@code how} is the option's name, for logs. */
    public void removeRules(BitSet rules, String how) {
        removedRules.or(rules);
        lastRemoval = how;
    }

    /** The option that last took rules out. */
    public String lastRemoval() {
        return lastRemoval;
    }

    /** Takes a target out of rules for the rest of the transaction. */
    public void removeTarget(TargetRemoval removal) {
        for (int i = 0; i < removedTargets.size(); i++) {
            if (removedTargets.get(i) == removal) {
                return; // the same action again: a rule acts once for each value that matches
            }
        }
        if (removedTargets.size() < MOST) {
            removedTargets.add(removal);
            rulesWithRemovedTargets.or(removal.rules());
        }
    }

    /** Whether the rule was taken out. */
    public boolean isRemoved(int rule) {
        return removedRules.get(rule);
    }

    /** Whether a target was taken out of the rule. */
    public boolean hasRemovedTargets(int rule) {
        return rulesWithRemovedTargets.get(rule);
    }

    /** Whether a value was taken out of the rule. */
    public boolean isTargetRemoved(int rule, Variable variable, @Nullable ByteSlice key) {
        for (TargetRemoval removal : removedTargets) {
            if (removal.rules().get(rule) && removal.target().selects(variable, key)) {
                return true;
            }
        }
        return false;
    }

    /** A private copy of the audit parts, for change. */
    public Set<AuditPart> ownAuditParts() {
        auditParts = EnumSet.copyOf(auditParts);
        return auditParts;
    }
}
