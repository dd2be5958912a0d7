package io.rempart.engine.action;

import io.rempart.engine.Compatibility;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Ascii;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.PersistentCollection;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.TxCollection;
import io.rempart.engine.state.Variable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Action {@code setvar}: sets, removes, raises or lowers a variable of TX or of a persistent collection.
 *
 * <p>Arguments: {@code coll.name=value}, {@code coll.name=+5}, {@code coll.name=-5}, {@code coll.name} (1), {@code !coll.name};
 * macros in name and value. What is no number counts as 0; with ModSecurity 2 a counter does not go below 0.
 *
 * <p>Example: {@code setvar:tx.score=+%{tx.critical_anomaly_score}}
 */
public final class SetVar implements Action {
    private enum Operation {
        SET,
        ADD,
        SUBTRACT,
        REMOVE
    }

    private final String text;
    private final Variable collection;
    private final Macro name;
    private final int txNumber;
    private final Operation operation;
    private final Macro value;
    private final boolean clamps;

    private SetVar(
            String text,
            Variable collection,
            Macro name,
            int txNumber,
            Operation operation,
            Macro value,
            boolean clamps) {
        this.text = text;
        this.collection = collection;
        this.name = name;
        this.txNumber = txNumber;
        this.operation = operation;
        this.value = value;
        this.clamps = clamps;
    }

    /**
     * Reads the action's value.
     *
     * @throws IllegalArgumentException when it names no collection that can be set
     */
    public static SetVar parse(String argument, Settings settings) {
        String rest = argument.trim();
        boolean removes = rest.startsWith("!");
        if (removes) {
            rest = rest.substring(1).trim();
        }
        int dot = separator(rest);
        if (dot <= 0 || dot == rest.length() - 1) {
            throw new IllegalArgumentException("setvar needs a collection and a name, as in tx.score=1");
        }
        Variable collection = Variable.byName(rest.substring(0, dot).trim());
        if (collection == null
                || collection != Variable.TX && collection.collection() == null && collection != Variable.ENV) {
            throw new IllegalArgumentException("setvar can't write to " + rest.substring(0, dot)
                    + "; it writes to TX, GLOBAL, IP, RESOURCE, SESSION, USER and ENV");
        }
        String assignment = rest.substring(dot + 1);
        int equals = equalsOutsideMacro(assignment);
        String nameText = (equals < 0 ? assignment : assignment.substring(0, equals)).trim();
        String valueText = equals < 0 ? "1" : assignment.substring(equals + 1);
        Operation operation = removes ? Operation.REMOVE : Operation.SET;
        if (!removes && valueText.length() > 1 && (valueText.charAt(0) == '+' || valueText.charAt(0) == '-')) {
            operation = valueText.charAt(0) == '+' ? Operation.ADD : Operation.SUBTRACT;
            valueText = valueText.substring(1);
        }
        Macro name = Macro.compile(nameText, settings);
        int number = -1;
        if (collection == Variable.TX && name.isConstant() && !TxCollection.isGroup(name.text())) {
            number = settings.txNames.intern(name.text());
            settings.txNames.spelled(number, name.text());
        }
        return new SetVar(
                "setvar:" + argument,
                collection,
                name,
                number,
                operation,
                Macro.compile(valueText, settings),
                settings.compatibility == Compatibility.V2);
    }

    private static int separator(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == ':') {
                return i;
            }
            if (c == '=') {
                return -1;
            }
        }
        return -1;
    }

    private static int equalsOutsideMacro(String text) {
        boolean inMacro = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 1 < text.length() && text.charAt(i + 1) == '{') {
                inMacro = true;
            } else if (c == '}') {
                inMacro = false;
            } else if (c == '=' && !inMacro) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isImmediate() {
        return true;
    }

    @Override
    public void perform(TransactionState state) {
        ByteSlice key = name.expand(state);
        ByteSlice operand = value.expand(state);
        if (collection == Variable.TX) {
            ByteSlice before =
                    txNumber >= 0 ? state.tx().get(txNumber) : state.tx().get(key);
            ByteSlice after = result(before, operand);
            if (txNumber >= 0) {
                state.tx().put(txNumber, after);
            } else {
                state.tx().put(key, after);
            }
            log(state, key, after);
        } else if (collection == Variable.ENV) {
            ByteSlice after = result(state.environment(key), operand);
            state.environment(key, after);
            log(state, key, after);
        } else {
            persist(state, key, operand);
        }
    }

    private void persist(TransactionState state, ByteSlice key, ByteSlice operand) {
        TransactionState.CollectionKind kind = collection.collection();
        PersistentCollection stored = kind == null ? null : state.collectionToWrite(kind);
        if (stored == null) {
            state.debug()
                    .log(3, "Could not set variable \"", collection, ".", key, "\" as the collection does not exist.");
            return;
        }
        switch (operation) {
            case SET -> stored.set(key, operand);
            case REMOVE -> stored.set(key, null);
            case ADD -> stored.add(key, Ascii.number(operand), clamps);
            case SUBTRACT -> stored.add(key, -Ascii.number(operand), clamps);
        }
        log(state, key, stored.get(key));
    }

    private @Nullable ByteSlice result(@Nullable ByteSlice before, ByteSlice operand) {
        return switch (operation) {
            case SET -> operand;
            case REMOVE -> null;
            case ADD -> changed(before, Ascii.number(operand));
            case SUBTRACT -> changed(before, -Ascii.number(operand));
        };
    }

    private ByteSlice changed(@Nullable ByteSlice before, long amount) {
        long sum = (before == null ? 0 : Ascii.number(before)) + amount;
        return Ascii.decimal(clamps ? Math.max(0, sum) : sum);
    }

    private void log(TransactionState state, ByteSlice key, @Nullable ByteSlice after) {
        if (state.debug().logs(8)) {
            String target = collection.name().toUpperCase(Locale.ROOT) + ":" + key;
            state.debug()
                    .log(
                            8,
                            after == null
                                    ? "Removing variable: " + target
                                    : "Saving variable: " + target + " with value: " + after);
        }
    }
}
