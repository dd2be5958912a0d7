package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Source;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.Controls;
import io.rempart.engine.state.PersistentCollection;
import io.rempart.engine.state.TargetSelector;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import io.rempart.engine.state.Variable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that the targets of rules select in one transaction, those of a source read once as long as they stay. For one thread. */
final class TargetValues {
    private final TransactionState state;
    private final Controls controls;
    private final SourceValues[] sources;
    private final Texts texts;

    TargetValues(TransactionState state, int sources, Texts texts) {
        this.state = state;
        this.texts = texts;
        this.sources = new SourceValues[sources];
        controls = state.controls();
    }

    /** The values of a source. */
    SourceValues of(Source source) {
        SourceValues known = sources[source.index()];
        if (known == null
                || known.version != state.version(source.identity().variable().area())) {
            known = new SourceValues(source, state, texts);
            sources[source.index()] = known;
        }
        return known;
    }

    /** The values of a variable that is not shared; one key alone where it names one. */
    Values read(Target target) {
        Variable variable = target.variable();
        ByteSlice key = target.selector.key();
        if (key != null && target.selector.pattern() == null) {
            if (variable == Variable.TX) {
                ByteSlice value = state.tx().get(key);
                return value == null ? Values.NONE : Values.one(key, value, Values.NOWHERE);
            }
            if (variable.collection() != null) {
                PersistentCollection collection = state.collection(variable.collection());
                ByteSlice value = collection == null ? null : collection.get(key);
                return value == null ? Values.NONE : Values.one(key, value, Values.NOWHERE);
            }
        }
        return variable.values(state);
    }

    int count(Rule link, Target target, boolean reduced) {
        if (target.txNumber >= 0) {
            return state.tx().get(target.txNumber) == null ? 0 : 1;
        }
        Values values = target.variable().isXml()
                ? SourceValues.read(
                        new Source(0, new Source.Identity(target.variable(), target.selector.key(), Map.of(), 0)),
                        state)
                : read(target);
        int count = 0;
        for (int i = 0; i < values.size(); i++) {
            ByteSlice key = values.key(i);
            if (target.selector.selectsKey(key) && isWanted(link, target, key, reduced)) {
                count++;
            }
        }
        return count;
    }

    /** Whether neither the rule nor a ctl action leaves the value out. */
    boolean isWanted(Rule link, Target target, @Nullable ByteSlice key, boolean reduced) {
        if (target.source != null && target.selector.pattern() != null && !target.selector.selectsKey(key)) {
            return false;
        }
        for (int i = 0; i < link.exclusions.size(); i++) {
            TargetSelector exclusion = link.exclusions.get(i);
            if (exclusion.selects(target.variable(), key)) {
                return false;
            }
        }
        return !reduced || !controls.isTargetRemoved(link.index, target.variable(), key);
    }
}
