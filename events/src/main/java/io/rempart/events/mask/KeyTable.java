package io.rempart.events.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The keys of records and what they tell, remembered: the same few come again and again. Bounded (a slot holds the last key
 * that fell into it), thread-safe (a race costs a second look).
 */
final class KeyTable {
    /** Of a longer key the head counts. */
    static final int LONGEST = 256;

    private static final int SLOTS = 1_024;

    private final SecretNames names;
    private final @Nullable RecordKey[] slots = new RecordKey[SLOTS];

    KeyTable(SecretNames names) {
        this.names = names;
    }

    RecordKey of(byte[] in, int from, int to) {
        int slot = SecretNames.hash(in, from, to) & SLOTS - 1;
        RecordKey known = slots[slot];
        if (known != null && Arrays.equals(known.bytes(), 0, known.bytes().length, in, from, to)) {
            return known;
        }
        String text = new String(in, from, to - from, StandardCharsets.ISO_8859_1);
        RecordKey key = RecordKey.of(Arrays.copyOfRange(in, from, to), text, names);
        slots[slot] = key;
        return key;
    }
}
