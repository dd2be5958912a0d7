package io.rempart.console.security;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.AccountStore.Account;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.account.ApiToken;
import io.rempart.events.account.TokenScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys by which programs come in: creating, recognising, revoking. A secret is {@code rempart_} and 256 random bits; it is
 * told once and kept as its SHA-256 only. Thread-safe.
 */
public final class ApiTokens {
    /** How a secret begins, so that scanners of source code recognise one. */
    public static final String PREFIX = "rempart_";

    public static final int LONGEST_NAME = 100;
    private static final int SECRET_LENGTH = PREFIX.length() + 43;
    private static final Duration NOTED_AGAIN = Duration.ofMinutes(1);

    private final AccountStore store;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public ApiTokens(AccountStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Creates a token and tells its secret, this once.
     *
     * @param by who creates it, for the audit trail
     * @param address whence; empty for the terminal
     * @return empty when the account has the most tokens that one may have
     * @throws IllegalArgumentException when the account's role does not allow one of the scopes
     */
    public Optional<Created> create(
            Account account,
            String name,
            Set<TokenScope> scopes,
            @Nullable Instant expiresAt,
            String by,
            String address) {
        if (scopes.isEmpty() || !scopes.stream().allMatch(scope -> scope.isWithin(account.role()))) {
            throw new IllegalArgumentException("a " + account.role() + " can't have the scopes " + scopes);
        }
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Optional<ApiToken> added = store.tokens()
                .add(new ApiToken(
                        0, account.name(), name, digest(secret), scopes, clock.instant(), expiresAt, null, ""));
        added.ifPresent(token -> record(by, "token-created", describe(token), address));
        return added.map(token -> new Created(secret, token));
    }

    /** Tokens of one account, or of all when {@code account} is null. */
    public List<ApiToken> tokens(@Nullable String account) {
        return store.tokens().tokens().stream()
                .filter(token -> account == null || token.account().equals(account))
                .toList();
    }

    /** Ends a token at once; false when there is none of that number. */
    public boolean revoke(long id, String by, String address) {
        Optional<ApiToken> token =
                store.tokens().tokens().stream().filter(one -> one.id() == id).findFirst();
        boolean revoked = token.isPresent() && store.tokens().remove(id);
        if (revoked) {
            record(by, "token-revoked", describe(token.get()), address);
        }
        return revoked;
    }

    /** Who comes with this secret; empty when it is wrong, expired or revoked, or its account disabled. */
    public Optional<Bearer> bearer(String secret, String address) {
        if (secret.length() != SECRET_LENGTH || !secret.startsWith(PREFIX)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<ApiToken> token = store.tokens().bySecret(digest(secret)).filter(found -> found.isAlive(now));
        Optional<Account> account =
                token.flatMap(found -> store.account(found.account())).filter(Account::enabled);
        if (token.isEmpty() || account.isEmpty()) {
            return Optional.empty();
        }
        Instant last = token.get().lastUsedAt();
        if (last == null || Duration.between(last, now).compareTo(NOTED_AGAIN) >= 0) {
            store.tokens().used(token.get().id(), now, address);
        }
        Set<TokenScope> scopes = token.get().scopes().stream()
                .filter(scope -> scope.isWithin(account.get().role()))
                .collect(Collectors.toUnmodifiableSet());
        return Optional.of(new Bearer(token.get().id(), Person.of(account.get()), scopes));
    }

    private static String describe(ApiToken token) {
        return "token " + token.id() + " of " + token.account() + ", scope " + TokenScope.text(token.scopes())
                + ", expires " + (token.expiresAt() == null ? "never" : token.expiresAt()) + ", name " + token.name();
    }

    private void record(String by, String action, String detail, String address) {
        store.record(new AuditTrailEntry(0, clock.instant(), by, action, detail, address));
    }

    private static String digest(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** A new token with its secret, which nobody can tell again. */
    public record Created(String secret, ApiToken token) {
        @Override
        public String toString() {
            return "token " + token.id();
        }
    }

    /** Who comes with a token, and what for: the token's scopes as far as the account's role reaches. */
    public record Bearer(long tokenId, Person person, Set<TokenScope> scopes) {}
}
