package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The collection TX: what rules remember inside one transaction, and the groups {@code TX:0} to {@code TX:9}. Names have no
 * case. Bounded: beyond {@value #MOST_NAMES} names that are made up at run time, new ones are not kept. For one thread.
 */
public final class TxCollection {
    /** Most names made up at run time (by macros in names). */
    public static final int MOST_NAMES = 10_000;

    private final TxNames names;
    private @Nullable ByteSlice[] numbered;
    private final @Nullable ByteSlice[] groups = new ByteSlice[10];
    private @Nullable Map<ByteSlice, Named> others;

    /** A value under a name as it was written. */
    private record Named(ByteSlice name, ByteSlice value) {}

    /** Empty, for a rule set's names. */
    public TxCollection(TxNames names) {
        this.names = names;
        numbered = new ByteSlice[names.size()];
    }

    /** The value of a numbered name. */
    public @Nullable ByteSlice get(int number) {
        return number < numbered.length ? numbered[number] : null;
    }

    /** Sets or, with null, removes a numbered name. */
    public void put(int number, @Nullable ByteSlice value) {
        if (number >= numbered.length) {
            numbered = Arrays.copyOf(numbered, names.size());
        }
        numbered[number] = value;
    }

    /** The value of a name. */
    public @Nullable ByteSlice get(ByteSlice name) {
        if (isGroup(name)) {
            return groups[name.at(0) - '0'];
        }
        ByteSlice lower = Ascii.lowerCase(name);
        int number = names.find(lower);
        if (number >= 0) {
            return get(number);
        }
        Named named = others == null ? null : others.get(lower);
        return named == null ? null : named.value();
    }

    /** Sets or, with null, removes a name. */
    public void put(ByteSlice name, @Nullable ByteSlice value) {
        if (isGroup(name)) {
            groups[name.at(0) - '0'] = value;
            return;
        }
        ByteSlice lower = Ascii.lowerCase(name);
        int number = names.find(lower);
        if (number >= 0) {
            put(number, value);
        } else if (value == null) {
            if (others != null) {
                others.remove(lower);
            }
        } else {
            if (others == null) {
                others = new LinkedHashMap<>();
            }
            if (others.size() < MOST_NAMES || others.containsKey(lower)) {
                others.put(lower, new Named(name, value));
            }
        }
    }

    /** The group of the last capture, 0 to 9. */
    public @Nullable ByteSlice group(int index) {
        return groups[index];
    }

    /** Sets a group. */
    public void putGroup(int index, @Nullable ByteSlice value) {
        groups[index] = value;
    }

    /** Forgets the groups from {@code first} on. */
    public void clearGroups(int first) {
        Arrays.fill(groups, first, groups.length, null);
    }

    /** All values, with their names. */
    public Values all() {
        Values all = new Values();
        for (int i = 0; i < groups.length; i++) {
            ByteSlice value = groups[i];
            if (value != null) {
                all.add(Ascii.decimal(i), value);
            }
        }
        for (int i = 0; i < numbered.length; i++) {
            ByteSlice value = numbered[i];
            if (value != null) {
                all.add(names.name(i), value);
            }
        }
        if (others != null) {
            others.values().forEach(named -> all.add(named.name(), named.value()));
        }
        return all;
    }

    /** Whether a name is one of the groups, {@code 0} to {@code 9}. */
    public static boolean isGroup(ByteSlice name) {
        return name.length() == 1 && name.at(0) >= '0' && name.at(0) <= '9';
    }
}
