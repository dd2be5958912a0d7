package io.rempart.engine.collection;

import io.rempart.engine.CollectionStore;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.PersistentCollection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Keeps collections in memory. Thread-safe. Bounded: when there are more than so many collections, those that have ended are
 * dropped first, then any; an attacker who makes up keys makes the store forget, not grow.
 */
public final class MemoryCollectionStore implements CollectionStore {
    /** The bound when nothing is said. */
    public static final int DEFAULT_MOST = 100_000;

    private static final int SWEEP_EVERY = 1_024;

    private final int most;
    private final Map<Key, Map<ByteSlice, Stored>> collections = new ConcurrentHashMap<>();
    private final AtomicInteger updates = new AtomicInteger();

    /** Of at most {@value #DEFAULT_MOST} collections. */
    public MemoryCollectionStore() {
        this(DEFAULT_MOST);
    }

    /** Of at most so many collections. */
    public MemoryCollectionStore(int most) {
        this.most = most;
    }

    @Override
    public Map<ByteSlice, Stored> load(Key key) {
        return collections.getOrDefault(key, Map.of());
    }

    @Override
    public void update(Key key, Change change) {
        collections.compute(key, (k, now) -> {
            Map<ByteSlice, Stored> next = change.apply(now == null ? Map.of() : now);
            return next.isEmpty() ? null : Map.copyOf(next);
        });
        if (updates.incrementAndGet() % SWEEP_EVERY == 0 || collections.size() > most) {
            sweep();
        }
    }

    /** How many collections there are. */
    public int size() {
        return collections.size();
    }

    /** Shows all collections that have not ended. */
    void forEach(BiConsumer<Key, Map<ByteSlice, Stored>> action) {
        long now = System.currentTimeMillis();
        collections.forEach((key, content) -> {
            if (!hasEnded(content, now)) {
                action.accept(key, content);
            }
        });
    }

    private void sweep() {
        long now = System.currentTimeMillis();
        collections.values().removeIf(content -> hasEnded(content, now));
        int excess = collections.size() - most;
        if (excess > 0) {
            var keys = collections.keySet().iterator();
            for (int i = 0; i < excess + most / 16 && keys.hasNext(); i++) {
                keys.next();
                keys.remove();
            }
        }
    }

    private static boolean hasEnded(Map<ByteSlice, Stored> content, long now) {
        Stored end = content.get(PersistentCollection.END);
        return end != null && end.expiresAtMillis() <= now;
    }

    @Override
    public void close() {
        collections.clear();
    }
}
