package io.rempart.engine.evaluation;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.regex.JointSearch;
import io.rempart.engine.rule.Gate;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one transaction, equal ones once. A table with open addressing over a hash of length, beginning, middle and end; after
 * {@value #TRIES} others in a row a text is kept out of it, so that values made to collide cost no more than others. For one thread.
 */
final class Texts {
    private static final int TRIES = 8;

    private final int steps;
    private @Nullable Text[] table = new Text[128];
    private int size;

    /** Room to work in at the gates. */
    final Gate.Scratch scratch = new Gate.Scratch();

    /** The search of patterns in long texts. */
    final JointSearch patterns = new JointSearch();

    /** What is spent on them. */
    final StepBudget budget;

    /** For a rule set with so many different steps of transformation. */
    Texts(int steps, StepBudget budget) {
        this.steps = steps;
        this.budget = budget;
    }

    int steps() {
        return steps;
    }

    /** The text of a value. */
    Text of(ByteSlice value) {
        int slot = hash(value) & table.length - 1;
        for (int i = 0; i < TRIES; i++) {
            Text known = table[slot];
            if (known == null) {
                Text text = new Text(this, value);
                table[slot] = text;
                if (++size * 2 > table.length) {
                    grow();
                }
                return text;
            }
            ByteSlice bytes = known.bytes();
            if (bytes == value || bytes.length() == value.length() && bytes.equals(value)) {
                return known;
            }
            slot = slot + 1 & table.length - 1;
        }
        return new Text(this, value);
    }

    private void grow() {
        Text[] before = table;
        table = new Text[before.length * 2];
        for (Text text : before) {
            if (text != null) {
                int slot = hash(text.bytes()) & table.length - 1;
                while (table[slot] != null) {
                    slot = slot + 1 & table.length - 1;
                }
                table[slot] = text;
            }
        }
    }

    private static int hash(ByteSlice value) {
        int length = value.length();
        int hash = length;
        if (length <= 24) {
            for (int i = 0; i < length; i++) {
                hash = hash * 31 + value.at(i);
            }
        } else {
            int middle = length / 2;
            for (int i = 0; i < 8; i++) {
                hash = ((hash * 31 + value.at(i)) * 31 + value.at(middle + i)) * 31 + value.at(length - 1 - i);
            }
        }
        hash *= 0x9E3779B1;
        return hash ^ hash >>> 15;
    }
}
