package io.rempart.console.chart;

import io.rempart.events.model.SourceClass;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How many events of each class. Immutable. */
public record ClassCounts(Map<SourceClass, Long> byClass) {
    public static final ClassCounts NONE = new ClassCounts(Map.of());

    public ClassCounts {
        Map<SourceClass, Long> copy = new EnumMap<>(SourceClass.class);
        byClass.forEach((one, events) -> {
            if (events != 0) {
                copy.put(one, events);
            }
        });
        byClass = Collections.unmodifiableMap(copy);
    }

    public long of(SourceClass one) {
        return byClass.getOrDefault(one, 0L);
    }

    public long total() {
        return byClass.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Part of the total, 0 to 1; 0 where there is nothing. */
    public double share(SourceClass one) {
        long total = total();
        return total == 0 ? 0 : (double) of(one) / total;
    }

    public ClassCounts plus(ClassCounts other) {
        Map<SourceClass, Long> sum = new EnumMap<>(SourceClass.class);
        for (SourceClass one : SourceClass.values()) {
            sum.put(one, of(one) + other.of(one));
        }
        return new ClassCounts(sum);
    }

    public ClassCounts plus(SourceClass one, long events) {
        return plus(new ClassCounts(Map.of(one, events)));
    }

    /** The class with the most events; unclassified where there is nothing. */
    public SourceClass main() {
        SourceClass main = SourceClass.UNCLASSIFIED;
        long most = 0;
        for (SourceClass one : SourceClass.values()) {
            if (of(one) > most) {
                main = one;
                most = of(one);
            }
        }
        return main;
    }
}
