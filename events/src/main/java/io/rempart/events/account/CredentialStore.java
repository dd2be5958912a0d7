package io.rempart.events.account;

import io.rempart.events.account.Credential.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where credentials beside passwords live. Thread-safe. Failures are {@code StoreException}s. */
public interface CredentialStore {
    /** At most so many of a kind an account. */
    int MOST_OF_KIND = 20;

    /** Those of an account, or of all accounts when it is null, by account, kind and age. */
    List<Credential> credentials(@Nullable String account);

    Optional<Credential> credential(Kind kind, String id);

    /** Adds one; false when the id is taken or the account has {@value #MOST_OF_KIND} of the kind. */
    boolean add(Credential credential);

    /**
     * Gives a credential other data if it still has that of {@code seen}: of two that use it at once, one gets true.
     */
    boolean use(Credential seen, String data, Instant at);

    /** Removes one; of two that remove it at once, one gets true. */
    boolean remove(Kind kind, String id);

    /** Removes all of a kind; how many there were. */
    int removeAll(String account, Kind kind);
}
