package io.rempart.conformance.oracle;

import io.rempart.engine.Compatibility;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Engines for each variant of the rules, started when first asked. For one thread. */
final class RunningProbe implements Probe, AutoCloseable {
    private static final int MOST_VARIANTS = 50;
    private static final int MOST_ANSWERS = 60;
    private static final String ZERO_BYTES_AWAY = "t:removeNulls,t:cssDecode";

    private final RuleVariants variants;
    private final Pair same;
    private final Map<String, Pair> pairs = new HashMap<>();
    private final Map<String, List<Engine>> running = new LinkedHashMap<>(16, 0.75f, true);

    RunningProbe(RuleVariants variants, Engine ours, Engine theirs) {
        this.variants = variants;
        same = new Pair(side(ours), side(theirs));
    }

    /** Differences of one exchange ask the same, so the last answers are kept. */
    private static Side side(Engine engine) {
        Map<Exchange, Answer> last = new LinkedHashMap<>();
        return exchange -> {
            Answer known = last.get(exchange);
            if (known != null) {
                return known;
            }
            if (last.size() >= MOST_ANSWERS) {
                last.remove(last.keySet().iterator().next());
            }
            engine.send(exchange);
            Answer answer = engine.answer();
            last.put(exchange, answer);
            return answer;
        };
    }

    @Override
    public Pair same() {
        return same;
    }

    @Override
    public Pair alone(long rule) {
        return pair("alone " + rule, () -> variants.alone(rule));
    }

    @Override
    public Pair without(Set<Long> rules) {
        return pair("without " + rules, () -> variants.without(rules));
    }

    @Override
    public Pair withoutZeroBytesBeforeCssDecode(long rule) {
        return pair(
                "css " + rule,
                () -> rule == 0
                        ? variants.changed("css", text -> text.replace("t:cssDecode", ZERO_BYTES_AWAY))
                        : variants.alone(rule, "css", text -> text.replace("t:cssDecode", ZERO_BYTES_AWAY)));
    }

    private Pair pair(String name, Supplier<List<Path>> files) {
        Pair known = pairs.get(name);
        if (known != null) {
            running.get(name);
            return known;
        }
        if (running.size() >= MOST_VARIANTS) {
            String oldest = running.keySet().iterator().next();
            running.remove(oldest).forEach(Engine::close);
            pairs.remove(oldest);
        }
        List<Path> rules = files.get();
        Engine ours = new Rempart(rules, Compatibility.V3);
        Engine theirs = new LibModSecurity(rules);
        running.put(name, List.of(ours, theirs));
        Pair pair = new Pair(side(ours), side(theirs));
        pairs.put(name, pair);
        return pair;
    }

    @Override
    public Pair counting() {
        return pair("counting", variants::counting);
    }

    @Override
    public boolean isOfAllRules() {
        return true;
    }

    @Override
    public Set<Long> onMatchedVariables() {
        return variants.onMatchedVariables();
    }

    @Override
    public String text(long rule) {
        return variants.text(rule);
    }

    @Override
    public void close() {
        running.values().forEach(engines -> engines.forEach(Engine::close));
    }
}
