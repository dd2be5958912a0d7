package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values that a variable has in one transaction, in order: each with its key ({@code foo} of {@code ARGS:foo}, null for
 * a variable without keys) and where it lies in the request as it was sent. For one thread.
 */
public final class Values {
    /** No value. */
    public static final Values NONE = new Values(0);

    /** Says that the place of a value in the request is not known. */
    public static final int NOWHERE = -1;

    private @Nullable ByteSlice[] keys;
    private ByteSlice[] values;
    private int[] offsets;
    private int size;
    private @Nullable Places places;

    /** Empty, with room for some. */
    public Values() {
        this(8);
    }

    private Values(int capacity) {
        keys = new ByteSlice[capacity];
        values = new ByteSlice[capacity];
        offsets = new int[capacity];
    }

    /** The one value of a variable without keys. */
    public static Values one(ByteSlice value) {
        return one(null, value, NOWHERE);
    }

    /** One value. */
    public static Values one(@Nullable ByteSlice key, ByteSlice value, int offset) {
        Values one = new Values(1);
        one.add(key, value, offset);
        return one;
    }

    /** One more value. */
    public void add(@Nullable ByteSlice key, ByteSlice value, int offset) {
        if (size == values.length) {
            int capacity = Math.max(4, size * 2);
            keys = Arrays.copyOf(keys, capacity);
            values = Arrays.copyOf(values, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
        }
        keys[size] = key;
        values[size] = value;
        offsets[size++] = offset;
    }

    /** One more value of which the place is not known. */
    public void add(@Nullable ByteSlice key, ByteSlice value) {
        add(key, value, NOWHERE);
    }

    /** All values of another. */
    public void addAll(Values other) {
        for (int i = 0; i < other.size; i++) {
            add(other.keys[i], other.values[i], other.offsets[i]);
        }
    }

    /** How many values. */
    public int size() {
        return size;
    }

    /** The key of a value, null when the variable has no keys. */
    public @Nullable ByteSlice key(int index) {
        return keys[index];
    }

    /** A value. */
    public ByteSlice value(int index) {
        return values[index];
    }

    /** Where the value begins in the request as it was sent (request line, header, empty line, body), or {@link #NOWHERE}. */
    public int offset(int index) {
        return offsets[index];
    }

    /** The first value under a key, ASCII case ignored; null when there is none. */
    public @Nullable ByteSlice first(ByteSlice key) {
        for (int i = 0; i < size; i++) {
            ByteSlice candidate = keys[i];
            if (candidate != null && Ascii.equalIgnoreCase(candidate, key)) {
                return values[i];
            }
        }
        return null;
    }

    /** The values under a key, ASCII case ignored. */
    public Values under(ByteSlice key) {
        Values found = NONE;
        for (int i = 0; i < size; i++) {
            ByteSlice candidate = keys[i];
            if (candidate != null && Ascii.equalIgnoreCase(candidate, key)) {
                if (found == NONE) {
                    found = new Values(2);
                }
                found.add(candidate, values[i], offsets[i]);
                if (places != null) {
                    found.places = found.places == null ? new Places() : found.places;
                    found.places.add(places, i);
                }
            }
        }
        return found;
    }

    /** The keys as values, each under itself: what {@code ARGS_NAMES} is to {@code ARGS}. Each stands before its value and a {@code =}. */
    public Values names() {
        return names(1);
    }

    /** The keys as values, each under itself and that many bytes before its value. */
    public Values names(int gap) {
        Values names = new Values(Math.max(1, size));
        for (int i = 0; i < size; i++) {
            ByteSlice key = keys[i];
            if (key != null) {
                names.add(key, key, offsets[i] == NOWHERE ? NOWHERE : offsets[i] - key.length() - gap);
            }
        }
        return names;
    }

    /** Says where in the request the values were made from, where that is not where they lie themselves. */
    public Values from(Places origins) {
        places = origins;
        return this;
    }

    /** Writes the places of a value in ModSecurity 3's notation: {@code v23,6}. */
    public void refer(int index, StringBuilder out) {
        Places known = places;
        if (known == null) {
            if (offsets[index] != NOWHERE) {
                Places.refer(offsets[index], values[index].length(), out);
            }
        } else if (size == 1) {
            known.referAll(out);
        } else {
            known.refer(index, out);
        }
    }
}
