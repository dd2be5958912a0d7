package io.rempart.events.account;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key by which a program comes in, in the name of an account. The secret itself is stored nowhere. Immutable.
 *
 * @param id given by the store; 0 for a new one
 * @param account whose rights bound those of the token
 * @param name what it is for, as its owner calls it
 * @param secretSha256 of the whole secret, as 64 hexadecimal digits; the secret has 256 random bits, so that a fast digest
 *     is enough
 * @param expiresAt null for a token that lasts until it is revoked
 * @param lastUsedAt null while it was never used; to the minute
 * @param lastAddress whence it was last used; empty while it was never used
 */
public record ApiToken(
        long id,
        String account,
        String name,
        String secretSha256,
        Set<TokenScope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        String lastAddress) {
    public ApiToken {
        scopes = Set.copyOf(scopes);
    }

    /** Whether it is still good at that time. */
    public boolean isAlive(Instant at) {
        return expiresAt == null || at.isBefore(expiresAt);
    }
}
