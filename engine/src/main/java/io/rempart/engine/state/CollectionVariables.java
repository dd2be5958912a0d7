package io.rempart.engine.state;

import io.rempart.engine.Compatibility;
import io.rempart.engine.Severity;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.TransactionState.CollectionKind;
import io.rempart.engine.state.TransactionState.RunningRule;

/** Variables of what rules remember, and of the rules themselves. */
final class CollectionVariables {
    /** The releases whose language is spoken: 2.9.12 and 3.0.14. */
    private static final ByteSlice BUILD_2 = ByteSlice.latin1("020912000");

    private static final ByteSlice BUILD_3 = ByteSlice.latin1("030014000");
    private static final ByteSlice ZERO = ByteSlice.latin1("0");
    private static final ByteSlice ONE = ByteSlice.latin1("1");
    private static final ByteSlice NO_SEVERITY = ByteSlice.latin1("255");

    private CollectionVariables() {}

    static Values persistent(TransactionState state, CollectionKind kind) {
        PersistentCollection collection = state.collection(kind);
        return collection == null ? Values.NONE : collection.all();
    }

    static Values environment(TransactionState state) {
        Values all = new Values();
        state.environment().forEach(all::add);
        System.getenv().forEach((name, value) -> {
            ByteSlice key = ByteSlice.utf8(name);
            if (!state.environment().containsKey(key)) {
                all.add(key, ByteSlice.utf8(value));
            }
        });
        return all;
    }

    static Values rule(TransactionState state) {
        RunningRule running = state.running();
        return running == null ? Values.NONE : running.describe();
    }

    static Values highestSeverity(TransactionState state) {
        Severity highest = state.highestSeverity;
        return Values.one(highest == null ? NO_SEVERITY : Ascii.decimal(highest.ordinal()));
    }

    static Values build(TransactionState state) {
        return Values.one(state.settings().compatibility == Compatibility.V2 ? BUILD_2 : BUILD_3);
    }

    static Values regexLimit(TransactionState state) {
        return Values.one(state.regexLimitExceeded ? ONE : ZERO);
    }
}
