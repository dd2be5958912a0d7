package io.rempart.response.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tells what is wrong once it has been so for a while, and that it is over once it has not been so for a while: what flickers is
 * not told. What was told is remembered in the store, so that a restart tells nothing again.
 */
public final class ConditionWatch implements Watch {
    private final Teller teller;
    private final List<Supplier<List<Condition>>> sources;
    private final Duration patience;
    private final Clock clock;
    private final Map<String, Instant> since = new HashMap<>();
    private final Map<String, Instant> gone = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    public ConditionWatch(Teller teller, List<Supplier<List<Condition>>> sources, Duration patience, Clock clock) {
        this.teller = teller;
        this.sources = List.copyOf(sources);
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public void look() {
        Instant now = clock.instant();
        Set<String> current = new HashSet<>();
        for (Supplier<List<Condition>> source : sources) {
            for (Condition condition : source.get()) {
                String once = condition.once();
                current.add(once);
                Instant first = since.computeIfAbsent(once, name -> now);
                if (!first.plus(patience).isAfter(now) && told.add(once)) {
                    teller.begun(condition.begin());
                }
            }
        }
        since.keySet().retainAll(current);
        gone.keySet().removeAll(current);
        for (String once : teller.conditions()) {
            if (!current.contains(once)
                    && !gone.computeIfAbsent(once, name -> now).plus(patience).isAfter(now)) {
                Condition.end(once).ifPresent(teller::ended);
                gone.remove(once);
            }
        }
        told.retainAll(since.keySet());
    }
}
