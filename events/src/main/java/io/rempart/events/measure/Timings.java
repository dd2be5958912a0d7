package io.rempart.events.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, counted in classes of seconds, as Prometheus counts a histogram. Thread-safe; of fixed size. */
public final class Timings {
    /** Upper ends of the classes, in seconds; what took longer is in one more class. */
    public static final List<Double> BOUNDS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0);

    private final LongAdder[] classes = new LongAdder[BOUNDS.size() + 1];
    private final LongAdder nanos = new LongAdder();

    public Timings() {
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new LongAdder();
        }
    }

    /**
     * What was counted so far.
     *
     * @param upTo how many took up to the bound of the same place, those of the smaller bounds included
     */
    public record Snapshot(List<Long> upTo, long count, double seconds) {}

    /** Counts one; a negative time counts as none. */
    public void add(Duration time) {
        Duration taken = time.isNegative() ? Duration.ZERO : time;
        double seconds = taken.toNanos() / 1e9;
        int place = 0;
        while (place < BOUNDS.size() && seconds > BOUNDS.get(place)) {
            place++;
        }
        classes[place].increment();
        nanos.add(taken.toNanos());
    }

    public Snapshot snapshot() {
        List<Long> upTo = new ArrayList<>();
        long sum = 0;
        for (int i = 0; i < BOUNDS.size(); i++) {
            sum += classes[i].sum();
            upTo.add(sum);
        }
        return new Snapshot(List.copyOf(upTo), sum + classes[BOUNDS.size()].sum(), nanos.sum() / 1e9);
    }
}
