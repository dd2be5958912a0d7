package io.rempart.console.security;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each kind of action happened; of more than {@value #MOST} kinds the later ones count as {@code other}. Thread-safe. */
final class ActionCounts {
    static final int MOST = 100;

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void add(String action) {
        String kind = counts.size() < MOST || counts.containsKey(action) ? action : "other";
        counts.computeIfAbsent(kind, key -> new LongAdder()).increment();
    }

    Map<String, Long> snapshot() {
        Map<String, Long> snapshot = new TreeMap<>();
        counts.forEach((action, count) -> snapshot.put(action, count.sum()));
        return snapshot;
    }
}
