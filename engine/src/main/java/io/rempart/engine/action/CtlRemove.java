package io.rempart.engine.action;

import io.rempart.engine.state.Controls;
import io.rempart.engine.state.TargetSelector;
import io.rempart.engine.state.TransactionState;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Action {@code ctl} with an option that takes rules, or a target of rules, out of the transaction: {@code ruleRemoveById},
 * {@code ByTag}, {@code ByMsg}, {@code ruleRemoveTargetById}, {@code ByTag}, {@code ByMsg}. Which rules are meant is worked out
 * once, when all rules are known; at run time it is a matter of bits.
 */
public final class CtlRemove implements Action {
    private final String text;
    private final RuleSelector rules;
    private final @Nullable TargetSelector target;
    private final BitSet selected = new BitSet();
    private final Controls.@Nullable TargetRemoval removal;

    /** Takes rules out, or only a target of them. */
    public CtlRemove(String text, RuleSelector rules, @Nullable TargetSelector target) {
        this.text = text;
        this.rules = rules;
        this.target = target;
        this.removal = target == null ? null : new Controls.TargetRemoval(selected, target);
    }

    /** Which rules are meant. */
    public RuleSelector rules() {
        return rules;
    }

    /** The target that is taken out, null when the rules are. */
    public @Nullable TargetSelector target() {
        return target;
    }

    /** Notes that the rule of this index is meant; while rules are compiled. */
    public void select(int rule) {
        selected.set(rule);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void perform(TransactionState state) {
        if (removal == null) {
            state.controls().removeRules(selected, text.substring(4, text.indexOf('=')));
        } else {
            state.controls().removeTarget(removal);
        }
    }
}
