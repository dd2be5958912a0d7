package io.rempart.console.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, in the order in which they are written. Every answer names each of its fields here, one by
 * one: a new field of a store's type is never shown by accident. For one thread.
 */
public final class Fields {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /** Adds a field; see {@link JsonText#write} for what a value may be. */
    public Fields with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    /** What was added, in that order. */
    public Map<String, @Nullable Object> values() {
        return values;
    }
}
