package io.rempart.engine;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Map;

/**
 * Where persistent collections (IP, GLOBAL, SESSION, USER, RESOURCE) live between transactions. Thread-safe. The default
 * keeps them in memory; a shared store makes counters count over many servers.
 */
public interface CollectionStore extends AutoCloseable {
    /** Which collection: its kind such as {@code ip}, and its key such as the client's address. */
    record Key(String collection, ByteSlice name) {}

    /**
     * One variable.
     *
     * @param value its value
     * @param expiresAtMillis when it ends, in milliseconds since 1970; {@link Long#MAX_VALUE} when never
     */
    record Stored(ByteSlice value, long expiresAtMillis) {}

    /** Says what becomes of a collection, given what is in it now (names in lower case). Must have no side effect: a store may call it again. */
    @FunctionalInterface
    interface Change {
        /** The new content; an empty map removes the collection. */
        Map<ByteSlice, Stored> apply(Map<ByteSlice, Stored> now);
    }

    /** The variables of a collection that have not ended; empty when it does not exist. */
    Map<ByteSlice, Stored> load(Key key);

    /** Changes a collection atomically. */
    void update(Key key, Change change);

    @Override
    void close();
}
