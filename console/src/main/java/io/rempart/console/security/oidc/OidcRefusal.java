package io.rempart.console.security.oidc;

/** Why a log-in with the organisation's service goes no further. The message is for log and audit trail, and holds no secret. */
public final class OidcRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the log-in page says. */
    public enum Reason {
        /** Nobody began it in this browser, or too long ago. */
        AGAIN,
        /** The service or its answer could not be believed. */
        FAILED,
        /** The service does not answer, or not in time. */
        UNREACHABLE,
        /** The claims give no role. */
        ROLE,
        /** The claims hold no name that an account can have. */
        NAME,
        /** Another account has the name. */
        TAKEN,
        DISABLED,
        /** The account is the last administrator's, and would get another role. */
        LAST
    }

    private final Reason reason;

    public OidcRefusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static OidcRefusal failed(String message) {
        return new OidcRefusal(Reason.FAILED, message);
    }
}
