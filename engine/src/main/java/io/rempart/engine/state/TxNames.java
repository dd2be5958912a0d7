package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the TX names that a rule set spells out, so that a transaction finds them in an array. Filled while rules are
 * compiled by one thread, read by all afterwards.
 */
public final class TxNames {
    private final Map<ByteSlice, Integer> numbers = new HashMap<>();
    private final List<ByteSlice> names = new ArrayList<>();

    /** The number of a name, new when it was not known. */
    public int intern(ByteSlice name) {
        ByteSlice lower = Ascii.lowerCase(name);
        Integer known = numbers.get(lower);
        if (known != null) {
            return known;
        }
        names.add(lower);
        numbers.put(lower, names.size() - 1);
        return names.size() - 1;
    }

    /** How the name is written where it is set; the first that says so is shown. */
    public void spelled(int number, ByteSlice name) {
        if (names.get(number).equals(Ascii.lowerCase(name))) {
            names.set(number, name);
        }
    }

    /** The number of a name in lower case, -1 when the rules do not spell it out. */
    int find(ByteSlice lowerName) {
        Integer known = numbers.get(lowerName);
        return known == null ? -1 : known;
    }

    ByteSlice name(int number) {
        return names.get(number);
    }

    int size() {
        return names.size();
    }
}
