package io.rempart.engine.state;

import io.rempart.engine.bytes.ByteSlice;

/** MATCHED_VAR and its relatives: what matched in the rule (or chain) that runs. For one thread. */
public final class MatchedVariables {
    private static final int MOST = 10_000;

    private ByteSlice name = ByteSlice.EMPTY;
    private ByteSlice value = ByteSlice.EMPTY;
    private Values all = Values.NONE;

    /** Forgets all: a rule or chain begins. */
    public void clear() {
        name = ByteSlice.EMPTY;
        value = ByteSlice.EMPTY;
        all = Values.NONE;
    }

    /** One more match. */
    public void add(ByteSlice variable, ByteSlice matched) {
        name = variable;
        value = matched;
        if (all == Values.NONE) {
            all = new Values();
        }
        if (all.size() < MOST) {
            all.add(variable, matched);
        }
    }

    /** MATCHED_VAR_NAME. */
    public ByteSlice name() {
        return name;
    }

    /** MATCHED_VAR. */
    public ByteSlice value() {
        return value;
    }

    /** MATCHED_VARS: the values under the names of their variables. */
    public Values values() {
        return all;
    }

    /** MATCHED_VARS_NAMES. */
    public Values names() {
        return all.names();
    }
}
