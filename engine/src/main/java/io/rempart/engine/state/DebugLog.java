package io.rempart.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * The debug log of one transaction, in ModSecurity 3's wording; under {@code compat: v2} what ModSecurity 2 tells of arguments, rules,
 * values and matches is in its own. Silent unless a sink and a level are given. For one thread.
 */
public final class DebugLog {
    /** Takes the lines; called by many threads. */
    @FunctionalInterface
    public interface Sink {
        /** One line, without its end. */
        void line(int level, String transaction, String uri, String text);
    }

    private final @Nullable Sink sink;
    private final String transaction;
    private String uri = "";
    private int level;

    /** For one transaction. */
    public DebugLog(@Nullable Sink sink, int level, String transaction) {
        this.sink = sink;
        this.level = sink == null ? -1 : level;
        this.transaction = transaction;
    }

    /** Whether lines of the level (1 to 9) are written; ask before building one. */
    public boolean logs(int wanted) {
        return wanted <= level;
    }

    /** Writes a line made of parts, if its level is on. */
    public void log(int wanted, Object... parts) {
        if (wanted <= level && sink != null) {
            StringBuilder text = new StringBuilder();
            for (Object part : parts) {
                text.append(part);
            }
            sink.line(wanted, transaction, uri, text.toString());
        }
    }

    /** Another level for this transaction (ctl:debugLogLevel). */
    public void level(int newLevel) {
        level = sink == null ? -1 : newLevel;
    }

    /** The URI that lines carry. */
    public void uri(String text) {
        uri = text;
    }
}
