package io.rempart.engine.state;

import io.rempart.engine.CollectionStore;
import io.rempart.engine.CollectionStore.Stored;
import io.rempart.engine.bytes.ByteSlice;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A persistent collection as one transaction uses it. Every change goes to the store at once and atomically, so that counters
 * of simultaneous transactions add up. For one thread; the store behind is shared.
 *
 * <p>Beside what rules keep in it, a collection has KEY, IS_NEW, CREATE_TIME, LAST_UPDATE_TIME, TIMEOUT, UPDATE_COUNTER and
 * UPDATE_RATE (updates a minute). The whole of it ends TIMEOUT seconds (SecCollectionTimeout) after the last change. Bounded:
 * beyond {@value #MOST_VARIABLES} variables new ones are not kept.
 */
public final class PersistentCollection {
    /** Most variables in one collection. */
    public static final int MOST_VARIABLES = 1_000;

    /** The variable whose end is the end of the whole collection. */
    public static final ByteSlice END = ByteSlice.latin1("__expire_key");

    private static final ByteSlice KEY = ByteSlice.latin1("key");
    private static final ByteSlice IS_NEW = ByteSlice.latin1("is_new");
    private static final ByteSlice CREATE_TIME = ByteSlice.latin1("create_time");
    private static final ByteSlice LAST_UPDATE_TIME = ByteSlice.latin1("last_update_time");
    private static final ByteSlice TIMEOUT = ByteSlice.latin1("timeout");
    private static final ByteSlice UPDATE_COUNTER = ByteSlice.latin1("update_counter");
    private static final ByteSlice UPDATE_RATE = ByteSlice.latin1("update_rate");
    private static final ByteSlice ZERO = ByteSlice.latin1("0");
    private static final ByteSlice ONE = ByteSlice.latin1("1");

    private final CollectionStore store;
    private final CollectionStore.Key key;
    private final long defaultTimeout;
    private Map<ByteSlice, Stored> content;
    private final boolean isNew;

    /** Opens a collection, creating it when it does not exist. */
    public PersistentCollection(CollectionStore store, CollectionStore.Key key, long defaultTimeoutSeconds) {
        this.store = store;
        this.key = key;
        this.defaultTimeout = defaultTimeoutSeconds;
        content = living(store.load(key));
        isNew = content.isEmpty();
        if (isNew) {
            change(now -> {});
        }
    }

    /** Which collection this is. */
    public CollectionStore.Key key() {
        return key;
    }

    /** The value of a variable, null when it has none (any more). */
    public @Nullable ByteSlice get(ByteSlice name) {
        ByteSlice lower = Ascii.lowerCase(name);
        if (lower.equals(IS_NEW)) {
            return isNew ? ONE : ZERO;
        }
        if (lower.equals(UPDATE_RATE)) {
            return Ascii.decimal(updateRate());
        }
        Stored stored = content.get(lower);
        return stored == null || stored.expiresAtMillis() <= System.currentTimeMillis() ? null : stored.value();
    }

    /** All variables, the built-in ones included. */
    public Values all() {
        Values all = new Values();
        long now = System.currentTimeMillis();
        content.forEach((name, stored) -> {
            if (stored.expiresAtMillis() > now && !name.equals(END)) {
                all.add(name, stored.value());
            }
        });
        all.add(IS_NEW, isNew ? ONE : ZERO);
        all.add(UPDATE_RATE, Ascii.decimal(updateRate()));
        return all;
    }

    /** Sets a variable or, with null, removes it. */
    public void set(ByteSlice name, @Nullable ByteSlice value) {
        ByteSlice lower = Ascii.lowerCase(name);
        change(now -> {
            if (value == null) {
                now.remove(lower);
            } else {
                put(now, lower, value);
            }
        });
    }

    /** Adds to a variable that is a number; one without value counts as 0. With {@code clamps} it does not go below 0. */
    public void add(ByteSlice name, long amount, boolean clamps) {
        ByteSlice lower = Ascii.lowerCase(name);
        change(now -> {
            Stored before = now.get(lower);
            long sum = (before == null ? 0 : Ascii.number(before.value())) + amount;
            put(now, lower, Ascii.decimal(clamps ? Math.max(0, sum) : sum));
        });
    }

    /** Lets a variable end after some seconds; 0 ends it now. */
    public void expire(ByteSlice name, long seconds) {
        ByteSlice lower = Ascii.lowerCase(name);
        change(now -> {
            Stored before = now.get(lower);
            if (before != null && seconds <= 0) {
                now.remove(lower);
            } else if (before != null) {
                now.put(lower, new Stored(before.value(), System.currentTimeMillis() + seconds * 1000));
            }
        });
    }

    /** Lowers a number by {@code amount} for every full {@code seconds} since the collection's last change, not below 0. */
    public void deprecate(ByteSlice name, long amount, long seconds) {
        ByteSlice lower = Ascii.lowerCase(name);
        long nowSeconds = System.currentTimeMillis() / 1000;
        Stored updated = content.get(LAST_UPDATE_TIME);
        long periods = updated == null || seconds <= 0 ? 0 : (nowSeconds - Ascii.number(updated.value())) / seconds;
        if (periods > 0 && content.containsKey(lower)) {
            change(now -> {
                Stored before = now.get(lower);
                if (before != null) {
                    long lowered = Math.max(0, Ascii.number(before.value()) - amount * periods);
                    now.put(lower, new Stored(Ascii.decimal(lowered), before.expiresAtMillis()));
                }
            });
        }
    }

    private static void put(Map<ByteSlice, Stored> now, ByteSlice name, ByteSlice value) {
        Stored before = now.get(name);
        if (before != null || now.size() < MOST_VARIABLES) {
            now.put(name, new Stored(value, before == null ? Long.MAX_VALUE : before.expiresAtMillis()));
        }
    }

    private interface Edit {
        void apply(Map<ByteSlice, Stored> now);
    }

    private void change(Edit edit) {
        store.update(key, before -> {
            Map<ByteSlice, Stored> now = new HashMap<>(living(before));
            long millis = System.currentTimeMillis();
            ByteSlice seconds = Ascii.decimal(millis / 1000);
            if (now.isEmpty()) {
                put(now, KEY, key.name());
                put(now, CREATE_TIME, seconds);
                put(now, TIMEOUT, Ascii.decimal(defaultTimeout));
                put(now, UPDATE_COUNTER, ZERO);
            } else {
                Stored counter = now.get(UPDATE_COUNTER);
                put(now, UPDATE_COUNTER, Ascii.decimal(1 + (counter == null ? 0 : Ascii.number(counter.value()))));
            }
            edit.apply(now);
            put(now, LAST_UPDATE_TIME, seconds);
            Stored timeout = now.get(TIMEOUT);
            long end = millis + 1000 * (timeout == null ? defaultTimeout : Ascii.number(timeout.value()));
            now.put(END, new Stored(ONE, end));
            content = now;
            return now;
        });
    }

    private long updateRate() {
        Stored created = content.get(CREATE_TIME);
        Stored counter = content.get(UPDATE_COUNTER);
        if (created == null || counter == null) {
            return 0;
        }
        long seconds = Math.max(1, System.currentTimeMillis() / 1000 - Ascii.number(created.value()));
        return Ascii.number(counter.value()) * 60 / seconds;
    }

    /** What has not ended; nothing when the whole has. */
    private static Map<ByteSlice, Stored> living(Map<ByteSlice, Stored> all) {
        long now = System.currentTimeMillis();
        Stored end = all.get(END);
        if (end != null && end.expiresAtMillis() <= now) {
            return Map.of();
        }
        Map<ByteSlice, Stored> living = new HashMap<>();
        all.forEach((name, stored) -> {
            if (stored.expiresAtMillis() > now) {
                living.put(name, stored);
            }
        });
        return living;
    }
}
