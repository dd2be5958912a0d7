package io.rempart.engine.regex;

import io.rempart.engine.bytes.ByteSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers sets of bytes in the order they are first asked for; equal sets have one number.
 *
 * <p>A table of its own, because the hash of a record of words is zero for each set that has both cases of a letter, and those are
 * what patterns consist of.
 */
final class ByteSetNumbers {
    private final List<ByteSet> sets = new ArrayList<>();
    private int[] table = new int[64];

    int number(ByteSet set) {
        int mask = table.length - 1;
        int probe = hash(set) & mask;
        while (table[probe] != 0) {
            if (sets.get(table[probe] - 1).equals(set)) {
                return table[probe] - 1;
            }
            probe = probe + 1 & mask;
        }
        sets.add(set);
        table[probe] = sets.size();
        if (sets.size() * 2 > table.length) {
            table = new int[table.length * 2];
            mask = table.length - 1;
            for (int i = 0; i < sets.size(); i++) {
                probe = hash(sets.get(i)) & mask;
                while (table[probe] != 0) {
                    probe = probe + 1 & mask;
                }
                table[probe] = i + 1;
            }
        }
        return sets.size() - 1;
    }

    int size() {
        return sets.size();
    }

    ByteSet get(int number) {
        return sets.get(number);
    }

    private static int hash(ByteSet set) {
        long mixed = set.bits0() * 0x9E3779B97F4A7C15L + set.bits64();
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L + set.bits128();
        mixed = (mixed ^ mixed >>> 32) * 0x94D049BB133111EBL + set.bits192();
        return (int) (mixed ^ mixed >>> 31);
    }
}
