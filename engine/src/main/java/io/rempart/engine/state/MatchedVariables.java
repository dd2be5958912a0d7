package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** MATCHED_VAR and its relatives: what matched in the rule (or chain) that runs. Names are built when they are asked for. For one thread. */
public final class MatchedVariables {
    private static final int MOST = 10_000;

    private record Match(Variable variable, @Nullable ByteSlice key, boolean count, ByteSlice value) {}

    private final Compatibility compatibility;
    private final List<Match> matches = new ArrayList<>();
    private @Nullable Match last;

    MatchedVariables(Compatibility compatibility) {
        this.compatibility = compatibility;
    }

    /** Forgets all: a rule or chain begins. */
    public void clear() {
        if (last != null) {
            last = null;
            matches.clear();
        }
    }

    /** One more match of a variable, or of the number of its values. */
    public void add(Variable variable, @Nullable ByteSlice key, boolean count, ByteSlice matched) {
        last = new Match(variable, key, count, matched);
        if (matches.size() < MOST) {
            matches.add(last);
        }
    }

    /** MATCHED_VAR_NAME. */
    public ByteSlice name() {
        return last == null ? ByteSlice.EMPTY : name(last);
    }

    /** MATCHED_VAR. */
    public ByteSlice value() {
        return last == null ? ByteSlice.EMPTY : last.value();
    }

    /** MATCHED_VARS: the values under the names of their variables. */
    public Values values() {
        Values values = new Values();
        for (Match match : matches) {
            values.add(name(match), match.value());
        }
        return values;
    }

    /** MATCHED_VARS_NAMES. */
    public Values names() {
        return values().names();
    }

    private ByteSlice name(Match match) {
        return match.variable().nameOf(match.key(), match.count(), compatibility);
    }
}
