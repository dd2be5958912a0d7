package io.rempart.events.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where API tokens live. Thread-safe. Failures are {@code StoreException}s. */
public interface TokenStore {
    /** At most so many tokens an account. */
    int MOST_OF_ACCOUNT = 50;

    /** All tokens, expired ones too, by account and name. */
    List<ApiToken> tokens();

    /** The token of that digest of the secret. */
    Optional<ApiToken> bySecret(String sha256);

    /** Adds a token and gives it its number; empty when the account has {@value #MOST_OF_ACCOUNT} already. */
    Optional<ApiToken> add(ApiToken token);

    /** Removes a token for good; false when there is none of that number. */
    boolean remove(long id);

    /** Notes that a token was used. */
    void used(long id, Instant at, String address);
}
