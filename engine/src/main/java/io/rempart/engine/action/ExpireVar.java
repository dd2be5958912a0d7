package io.rempart.engine.action;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Ascii;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.PersistentCollection;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.TransactionState.CollectionKind;
import io.rempart.engine.state.Variable;

/**
 * Actions {@code expirevar} (a variable of a persistent collection ends after some seconds) and {@code deprecatevar} (it is
 * lowered by an amount for every so many seconds that passed).
 *
 * <p>Examples: {@code expirevar:ip.blocked=600}, {@code deprecatevar:session.score=60/300}
 */
public final class ExpireVar implements Action {
    private final String text;
    private final CollectionKind kind;
    private final Macro name;
    private final Macro value;
    private final boolean deprecates;

    private ExpireVar(String text, CollectionKind kind, Macro name, Macro value, boolean deprecates) {
        this.text = text;
        this.kind = kind;
        this.name = name;
        this.value = value;
        this.deprecates = deprecates;
    }

    /**
     * Reads {@code ip.blocked=600}, or {@code session.score=60/300} for deprecatevar.
     *
     * @throws IllegalArgumentException when it is not of that form
     */
    public static ExpireVar parse(String argument, boolean deprecates, Settings settings) {
        String action = deprecates ? "deprecatevar" : "expirevar";
        int dot = argument.indexOf('.');
        int equals = argument.indexOf('=', dot + 1);
        String collection = dot < 0 ? "" : argument.substring(0, dot).trim();
        Variable variable = Variable.byName(collection);
        if (variable == null || variable.collection() == null) {
            throw new IllegalArgumentException(action
                    + " needs a variable of GLOBAL, IP, RESOURCE, SESSION or USER, as in " + action + ":ip.x=60"
                    + (deprecates ? "/300" : ""));
        }
        String name = equals < 0 ? argument.substring(dot + 1) : argument.substring(dot + 1, equals);
        String value = equals < 0 ? (deprecates ? "1/60" : "3600") : argument.substring(equals + 1);
        return new ExpireVar(
                action + ":" + argument,
                variable.collection(),
                Macro.compile(name.trim(), settings),
                Macro.compile(value, settings),
                deprecates);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void perform(TransactionState state) {
        PersistentCollection collection = state.collection(kind);
        if (collection == null) {
            state.debug().log(3, text, ": the collection ", kind, " is not open");
            return;
        }
        ByteSlice amount = value.expand(state);
        ByteSlice key = name.expand(state);
        if (deprecates) {
            String[] parts = amount.toString().split("/", 2);
            collection.deprecate(
                    key,
                    Ascii.number(ByteSlice.latin1(parts[0])),
                    parts.length < 2 ? 60 : Ascii.number(ByteSlice.latin1(parts[1])));
        } else {
            collection.expire(key, Ascii.number(amount));
        }
    }
}
