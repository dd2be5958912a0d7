package io.rempart.workbench.explain;

import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.CompiledRuleSet;
import io.rempart.engine.evaluation.EvaluationListener;
import io.rempart.engine.rule.Rule;
import io.rempart.engine.rule.Target;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.Values;
import io.rempart.engine.transformation.Transformation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes an exchange through rules and keeps what happened: every match, with the value after each transformation and the span, what
 * each rule changed, how scores grew. Rules that keep the books (that match, but neither log, nor change a score, nor stop
 * anything) and those that did not match are kept when they are asked for. For one thread, once.
 */
public final class Explainer implements EvaluationListener {
    /** Most steps that are kept. */
    static final int MOST_STEPS = 5_000;

    /** Most tests of a step that are kept. */
    static final int MOST_TESTS = 50;

    private final Set<Long> wanted;
    private final boolean all;
    private final List<Story.Phase> phases = new ArrayList<>();
    private final List<Story.Change> scores = new ArrayList<>();
    private List<Story.Step> steps = new ArrayList<>();
    private List<Story.Test> tests = new ArrayList<>();
    private Map<String, ByteSlice> variables = new HashMap<>();
    private int phase;
    private int rulesInPhase;
    private int rulesRun;
    private int testsRun;
    private int kept;

    /** The links of the chain that runs, and whether one changed a score. */
    private List<Story.Step> chain = new ArrayList<>();

    private boolean counts;
    private int link;
    private long head = -1;
    private boolean shortened;

    /**
     * An explainer.
     *
     * @param wanted rules that are told of although they do not match
     * @param all whether every rule that ran is told of
     */
    public Explainer(Set<Long> wanted, boolean all) {
        this.wanted = Set.copyOf(wanted);
        this.all = all;
    }

    /** What the rules make of the exchange. */
    public Story explain(CompiledRuleSet rules, Exchange exchange) {
        try (Transaction transaction = rules.begin(this)) {
            Verdict verdict = run(transaction, exchange);
            transaction.processLogging();
            endPhase();
            return new Story(
                    exchange,
                    verdict,
                    List.copyOf(phases),
                    List.copyOf(transaction.matches()),
                    List.copyOf(scores),
                    rulesRun,
                    testsRun,
                    shortened);
        }
    }

    private static Verdict run(Transaction transaction, Exchange exchange) {
        transaction.connection(exchange.client(), 40_000, "127.0.0.1", 80);
        transaction.requestLine(exchange.method(), exchange.uri(), exchange.protocol());
        exchange.headers().forEach(field -> transaction.requestHeader(field.name(), field.value()));
        Verdict verdict = transaction.processRequestHeaders();
        if (!verdict.interrupts()
                && transaction.wantsRequestBody()
                && !exchange.body().isEmpty()) {
            verdict = transaction.requestBody(exchange.body());
        }
        if (!verdict.interrupts()) {
            verdict = transaction.processRequestBody();
        }
        if (verdict.interrupts() || exchange.status() == 0) {
            return verdict;
        }
        transaction.responseLine(exchange.status(), exchange.protocol());
        exchange.responseHeaders().forEach(field -> transaction.responseHeader(field.name(), field.value()));
        verdict = transaction.processResponseHeaders();
        if (!verdict.interrupts() && transaction.wantsResponseBody()) {
            verdict = transaction.responseBody(exchange.responseBody());
        }
        return verdict.interrupts() ? verdict : transaction.processResponseBody();
    }

    @Override
    public void phaseBegins(int number) {
        endPhase();
        phase = number;
    }

    private void endPhase() {
        if (phase > 0) {
            phases.add(new Story.Phase(phase, rulesInPhase, steps));
        }
        steps = new ArrayList<>();
        rulesInPhase = 0;
    }

    @Override
    public void ruleRemoved(Rule rule) {
        if (all || wanted.contains(rule.id)) {
            keep(step(rule, rule, 0, false, true, List.of()));
        }
    }

    @Override
    public void linkBegins(Rule rule, Rule start) {
        if (rule == start) {
            rulesRun++;
            rulesInPhase++;
            link = 0;
        } else {
            link++;
        }
        head = start.id;
        tests = new ArrayList<>();
    }

    @Override
    public void tested(
            Rule rule,
            Target target,
            @Nullable ByteSlice key,
            @Nullable ByteSlice original,
            ByteSlice value,
            boolean matched,
            int offset,
            int length,
            String detail) {
        testsRun++;
        if (!matched && !all && !wanted.contains(head)) {
            return;
        }
        if (tests.size() >= MOST_TESTS) {
            shortened = true;
            return;
        }
        String name = (target.count ? "&" : "") + target.variable().name() + (key == null ? "" : ":" + key);
        tests.add(new Story.Test(
                name, original, transformed(rule, original, value), value, matched, offset, length, detail));
    }

    /** The value after each transformation, up to the one that was tested (with multiMatch that may be an earlier one). */
    private static List<Story.Transformed> transformed(Rule rule, @Nullable ByteSlice original, ByteSlice tested) {
        List<Story.Transformed> values = new ArrayList<>();
        ByteSlice value = original;
        if (value == null || rule.multiMatch && value.equals(tested)) {
            return values;
        }
        for (Transformation step : rule.transformations) {
            ByteSlice after = step.apply(value);
            values.add(new Story.Transformed(step.name(), after, !after.equals(value)));
            value = after;
            if (rule.multiMatch && value.equals(tested)) {
                break;
            }
        }
        return values;
    }

    @Override
    public void linkEnds(Rule rule, Rule start, boolean matched, TransactionState state) {
        List<Story.Change> changes = matched ? changes(start.id, state) : List.of();
        for (Story.Change change : changes) {
            if (isScore(change)) {
                scores.add(change);
            }
        }
        boolean asked = all || wanted.contains(start.id);
        if (matched || asked) {
            chain.add(step(rule, start, link, matched, false, changes));
        }
        boolean whole = matched && rule.next == null;
        counts |= changes.stream().anyMatch(Explainer::isScore);
        if (whole || !matched) {
            if (asked || whole && (start.log || counts || start.disruption.interrupts())) {
                chain.forEach(this::keep);
            }
            chain = new ArrayList<>();
            counts = false;
        }
    }

    private Story.Step step(
            Rule rule, Rule start, int place, boolean matched, boolean removed, List<Story.Change> changes) {
        String disruption = start.disruption.kind().name().toLowerCase(Locale.ROOT);
        return new Story.Step(
                start.id,
                place,
                rule.file,
                rule.line,
                rule.message == null ? "" : rule.message.toString(),
                rule.operator == null ? "" : (rule.negated ? "!@" : "@") + rule.operatorName,
                rule.operatorArgument,
                matched,
                removed,
                rule.next == null && matched && !disruption.equals("pass")
                        ? (start.blocks ? "block (" + disruption + ")" : disruption)
                        : "",
                removed ? List.of() : tests,
                changes,
                0);
    }

    private void keep(Story.Step step) {
        if (kept >= MOST_STEPS) {
            shortened = true;
            return;
        }
        kept++;
        steps.add(step);
    }

    @Override
    public void skipped(Rule rule, int to) {
        int last = steps.size() - 1;
        if (last >= 0 && steps.get(last).ruleId() == rule.id) {
            Story.Step step = steps.get(last);
            steps.set(
                    last,
                    new Story.Step(
                            step.ruleId(),
                            step.link(),
                            step.file(),
                            step.line(),
                            step.message(),
                            step.operator(),
                            step.argument(),
                            step.matched(),
                            step.removed(),
                            step.disruption(),
                            step.tests(),
                            step.changes(),
                            to));
        }
    }

    /** What changed in TX since the last look. */
    private List<Story.Change> changes(long rule, TransactionState state) {
        Values now = state.tx().all();
        Map<String, ByteSlice> next = new HashMap<>();
        List<Story.Change> changes = new ArrayList<>();
        for (int i = 0; i < now.size(); i++) {
            String name = String.valueOf(now.key(i)).toLowerCase(Locale.ROOT);
            ByteSlice value = now.value(i);
            next.put(name, value);
            ByteSlice before = variables.get(name);
            if ((before == null || !value.equals(before)) && !name.matches("\\d")) {
                changes.add(new Story.Change(rule, "TX:" + name, before, value));
            }
        }
        variables.forEach((name, value) -> {
            if (!next.containsKey(name) && !name.matches("\\d")) {
                changes.add(new Story.Change(rule, "TX:" + name, value, null));
            }
        });
        variables = next;
        return changes;
    }

    /** Whether the change counts: a number that grew from a number, in a variable that is called a score. */
    private static boolean isScore(Story.Change change) {
        ByteSlice before = change.before();
        ByteSlice after = change.after();
        return change.variable().contains("score")
                && before != null
                && after != null
                && before.toString().matches("-?\\d{1,9}")
                && after.toString().matches("-?\\d{1,9}");
    }
}
