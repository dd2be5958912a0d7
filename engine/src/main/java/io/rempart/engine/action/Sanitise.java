package io.rempart.engine.action;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.state.Macro;
import io.rempart.engine.state.Settings;
import io.rempart.engine.state.TransactionState;

/**
 * Actions {@code sanitiseArg}, {@code sanitiseRequestHeader}, {@code sanitiseResponseHeader}, {@code sanitiseMatched} and
 * {@code sanitiseMatchedBytes}: hide values in every log.
 *
 * <p>Example: {@code sanitiseArg:password}
 */
public final class Sanitise implements Action {
    /** What is hidden. */
    public enum What {
        ARGUMENT,
        REQUEST_HEADER,
        RESPONSE_HEADER,
        /** The variable that matched, whatever it is. */
        MATCHED
    }

    private final String text;
    private final What what;
    private final Macro name;

    /** Hides what is named; the name does not matter for {@link What#MATCHED}. */
    public Sanitise(String text, What what, String name, Settings settings) {
        this.text = text;
        this.what = what;
        this.name = Macro.compile(name, settings);
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public void perform(TransactionState state) {
        switch (what) {
            case ARGUMENT -> state.sanitised().argument(name.expand(state));
            case REQUEST_HEADER -> state.sanitised().requestHeader(name.expand(state));
            case RESPONSE_HEADER -> state.sanitised().responseHeader(name.expand(state));
            case MATCHED -> matched(state);
        }
    }

    private static void matched(TransactionState state) {
        String variable = state.matched().name().toString();
        int colon = variable.indexOf(':');
        if (colon < 0) {
            return;
        }
        ByteSlice key = ByteSlice.latin1(variable.substring(colon + 1));
        if (variable.startsWith("ARGS")) {
            state.sanitised().argument(key);
        } else if (variable.startsWith("REQUEST_HEADERS")) {
            state.sanitised().requestHeader(key);
        } else if (variable.startsWith("RESPONSE_HEADERS")) {
            state.sanitised().responseHeader(key);
        } else if (variable.startsWith("REQUEST_COOKIES")) {
            state.sanitised().requestHeader(ByteSlice.latin1("Cookie"));
        }
    }
}
