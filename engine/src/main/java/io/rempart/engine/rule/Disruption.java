package io.rempart.engine.rule;

import io.rempart.engine.state.Macro;
import org.jspecify.annotations.Nullable;

/**
 * What a rule does to the transaction when it (its whole chain) matches. Immutable.
 *
 * @param status the status of {@link Kind#DENY} and {@link Kind#REDIRECT}
 * @param location where {@link Kind#REDIRECT} and {@link Kind#PROXY} go to
 */
public record Disruption(Kind kind, int status, @Nullable Macro location) {
    /** The kinds, in SecLang's words. */
    public enum Kind {
        PASS,
        DENY,
        DROP,
        REDIRECT,
        PROXY,
        /** The rest of this phase, and all later ones but logging, are allowed. */
        ALLOW,
        /** The rest of this phase is allowed. */
        ALLOW_PHASE,
        /** The rest of the request phases is allowed. */
        ALLOW_REQUEST
    }

    /** Goes on. */
    public static final Disruption PASS = new Disruption(Kind.PASS, 0, null);

    /** Whether it stops the transaction. */
    public boolean interrupts() {
        return switch (kind) {
            case DENY, DROP, REDIRECT, PROXY -> true;
            case PASS, ALLOW, ALLOW_PHASE, ALLOW_REQUEST -> false;
        };
    }
}
