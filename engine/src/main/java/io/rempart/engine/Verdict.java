package io.rempart.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the engine says about a transaction: a value, never an exception. Immutable.
 *
 * @param kind what to do
 * @param status the HTTP status to answer with, 0 where the kind has none
 * @param location where a {@link Kind#REDIRECT} goes to, or the back end of a {@link Kind#PROXY}; null for the others
 * @param ruleId the rule that decided, 0 when none did
 * @param phase the phase (1 to 5) in which it was decided, 0 when nothing was
 * @param reason one sentence for the log, empty for {@link #PASS}
 */
public record Verdict(Kind kind, int status, @Nullable String location, long ruleId, int phase, String reason) {
    /** Nothing stands against the transaction. */
    public static final Verdict PASS = new Verdict(Kind.PASS, 0, null, 0, 0, "");

    /** What to do with the transaction. */
    public enum Kind {
        /** Go on. */
        PASS,
        /** Go on; a rule allowed it, later rules were not asked. */
        ALLOW,
        /** Answer with the status. */
        DENY,
        /** Close the connection without an answer. */
        DROP,
        /** Answer with a redirection to {@link Verdict#location()}. */
        REDIRECT,
        /** Forward to another back end, {@link Verdict#location()}. */
        PROXY
    }

    /** Whether the transaction must not go on as the client wished. */
    public boolean interrupts() {
        return kind != Kind.PASS && kind != Kind.ALLOW;
    }
}
