package io.rempart.events.account;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing by which an account can be come into, beside its password. Immutable.
 *
 * @param id unique within its kind; a digest where the thing itself is a secret
 * @param name what its owner calls it; may be empty
 * @param data what the console needs to check it; secrets in it are encrypted by the console
 */
public record Credential(
        Kind kind,
        String id,
        String account,
        String name,
        String data,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    /** What a credential is. */
    public enum Kind {
        /** The secret of an authenticator app (RFC 6238); at most one an account, its id is the account's name. */
        TOTP,
        /** A code on paper that replaces the app once. */
        RECOVERY_CODE,
        /** A key of a device (WebAuthn). */
        PASSKEY,
        /** A link by which a person sets the password. */
        INVITATION,
        /** Who the person is at the log-in of the organisation (OpenID Connect). */
        SINGLE_SIGN_ON;

        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
