package io.rempart.console.security;

import io.rempart.events.account.AccountStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one-time link that creates the first account: 256 random bits, kept in memory only, good for 24 hours, until it is used
 * or the process ends, and only while there is no account. Thread-safe.
 */
public final class SetupToken {
    static final Duration LIFETIME = Duration.ofHours(24);

    private final AccountStore accounts;
    private final Clock clock;
    private final Instant expires;
    private @Nullable String token;

    public SetupToken(AccountStore accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
        this.expires = clock.instant().plus(LIFETIME);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** The token, while it can be used. */
    public synchronized Optional<String> current() {
        return usable() ? Optional.ofNullable(token) : Optional.empty();
    }

    /** Whether this is the token and it can still be used. Compares in constant time. */
    public synchronized boolean accepts(String offered) {
        return usable() && token != null && equal(token, offered);
    }

    /**
     * Runs {@code creation} if the token is right and there is no account yet; the token is spent when it says true. One
     * caller at a time: of two that race, one creates the account.
     */
    public synchronized boolean use(String offered, Supplier<Boolean> creation) {
        if (!accepts(offered) || !creation.get()) {
            return false;
        }
        token = null;
        return true;
    }

    private boolean usable() {
        if (token == null) {
            return false;
        }
        if (!clock.instant().isBefore(expires) || !accounts.accounts().isEmpty()) {
            token = null;
        }
        return token != null;
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.UTF_8));
    }
}
