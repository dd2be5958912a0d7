package io.rempart.engine.evaluation;

import io.rempart.engine.CollectionStore;
import io.rempart.engine.RuleError;
import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.rule.RuleProgram;
import io.rempart.engine.state.DebugLog;
import io.rempart.engine.state.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule set that is ready to run. Immutable, thread-safe. */
public final class CompiledRuleSet implements RuleSet {
    private final RuleProgram program;
    private final Settings settings;
    private final CollectionStore store;
    private final DebugLog.@Nullable Sink debugSink;
    private final TransactionEnd end;
    private final List<RuleError> warnings;
    private final boolean gated;

    /** What is done with a transaction when its last phase is over: the audit record. */
    @FunctionalInterface
    public interface TransactionEnd {
        /** Called once for each transaction, by its thread. */
        void ended(io.rempart.engine.state.TransactionState state, io.rempart.engine.Verdict verdict);
    }

    /**
     * Of compiled rules.
     *
     * @param gated whether rules share the search for literals; off only to prove that it makes no difference
     */
    public CompiledRuleSet(
            RuleProgram program,
            Settings settings,
            CollectionStore store,
            DebugLog.@Nullable Sink debugSink,
            TransactionEnd end,
            List<RuleError> warnings,
            boolean gated) {
        this.program = program;
        this.settings = settings;
        this.store = store;
        this.debugSink = debugSink;
        this.end = end;
        this.warnings = List.copyOf(warnings);
        this.gated = gated;
    }

    @Override
    public Transaction begin() {
        return new RuleTransaction(this, null);
    }

    /** Begins a transaction whose every step is told; slower. */
    public Transaction begin(EvaluationListener listener) {
        return new RuleTransaction(this, listener);
    }

    @Override
    public int size() {
        return program.heads();
    }

    @Override
    public List<String> components() {
        return List.copyOf(settings.components);
    }

    @Override
    public List<RuleError> warnings() {
        return warnings;
    }

    /** The compiled rules, for tools that explain and document them. */
    public RuleProgram program() {
        return program;
    }

    /** What the directives said; only to be read. */
    public Settings settings() {
        return settings;
    }

    /** The bytes that the automatons take, about. */
    public long gateMemory() {
        return program.gates().stream()
                .mapToLong(keeper -> keeper.whole().memory())
                .sum();
    }

    CollectionStore store() {
        return store;
    }

    DebugLog.@Nullable Sink debugSink() {
        return debugSink;
    }

    TransactionEnd end() {
        return end;
    }

    boolean gated() {
        return gated;
    }
}
