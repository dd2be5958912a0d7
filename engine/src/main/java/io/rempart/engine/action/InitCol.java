package io.rempart.engine.action;

import io.rempart.engine.state.Macro;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;
import io.rempart.engine.state.TransactionState.CollectionKind;
import java.util.Locale;

/**
 * Actions {@code initcol}, {@code setsid}, {@code setuid} and {@code setrsc}: open a persistent collection.
 *
 * <p>Example: {@code initcol:ip=%{REMOTE_ADDR}}
 */
public final class InitCol implements Action {
    private final String text;
    private final CollectionKind kind;
    private final Macro key;

    private InitCol(String text, CollectionKind kind, Macro key) {
        this.text = text;
        this.kind = kind;
        this.key = key;
    }

    /**
     * Reads {@code ip=%{REMOTE_ADDR}}.
     *
     * @throws IllegalArgumentException when it names no persistent collection
     */
    public static InitCol parse(String argument, Settings settings) {
        int equals = argument.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("initcol needs a collection and a key, as in ip=%{REMOTE_ADDR}");
        }
        String name = argument.substring(0, equals).trim().toUpperCase(Locale.ROOT);
        for (CollectionKind kind : CollectionKind.values()) {
            if (kind.name().equals(name)) {
                return of("initcol:" + argument, kind, argument.substring(equals + 1), settings);
            }
        }
        throw new IllegalArgumentException(
                "initcol can't open " + name + "; there are GLOBAL, IP, RESOURCE, SESSION and USER");
    }

    /** For the actions that open one certain collection. */
    public static InitCol of(String text, CollectionKind kind, String key, Settings settings) {
        return new InitCol(text, kind, Macro.compile(key, settings));
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void perform(TransactionState state) {
        String name = key.expand(state).toString();
        if (kind == CollectionKind.SESSION && text.startsWith("setsid")) {
            state.sessionId = name;
        } else if (kind == CollectionKind.USER && text.startsWith("setuid")) {
            state.userId = name;
        }
        state.openCollection(kind, io.rempart.engine.bytes.ByteSlice.latin1(name));
        if (state.debug().logs(5)) {
            if (text.startsWith("setsid")) {
                state.debug().log(8, "Session ID initiated with value: '", name, "'.");
            } else if (text.startsWith("setuid")) {
                state.debug().log(8, "User collection initiated with value: '", name, "'.");
            } else if (text.startsWith("setrsc")) {
                state.debug().log(8, "RESOURCE initiated with value: '", name, "'.");
            } else {
                String collection = kind.name().toLowerCase(Locale.ROOT);
                state.debug().log(5, "Collection `", collection, "' initialized with value: ", name);
            }
        }
    }
}
