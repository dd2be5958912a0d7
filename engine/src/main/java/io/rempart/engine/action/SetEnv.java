package io.rempart.engine.action;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;

/**
 * Action {@code setenv}: sets or removes a variable of ENV, which the embedder may read.
 *
 * <p>Examples: {@code setenv:attack=%{MATCHED_VAR_NAME}}, {@code setenv:!attack}
 */
public final class SetEnv implements Action {
    private final String text;
    private final Macro name;
    private final Macro value;
    private final boolean removes;

    private SetEnv(String text, Macro name, Macro value, boolean removes) {
        this.text = text;
        this.name = name;
        this.value = value;
        this.removes = removes;
    }

    /** Reads {@code name=value}, {@code name} (1) or {@code !name}. */
    public static SetEnv parse(String argument, Settings settings) {
        boolean removes = argument.startsWith("!");
        String rest = removes ? argument.substring(1) : argument;
        int equals = rest.indexOf('=');
        return new SetEnv(
                "setenv:" + argument,
                Macro.compile(equals < 0 ? rest : rest.substring(0, equals), settings),
                Macro.compile(equals < 0 ? "1" : rest.substring(equals + 1), settings),
                removes);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void perform(TransactionState state) {
        ByteSlice key = name.expand(state);
        ByteSlice expanded = value.expand(state);
        state.environment(key, removes ? null : expanded);
        state.debug().log(8, "Setting environment variable: ", key, " to ", removes ? "" : expanded);
    }
}
