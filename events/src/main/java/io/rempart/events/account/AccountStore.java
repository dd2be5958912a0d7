package io.rempart.events.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where people and their saved searches live. Thread-safe. Failures are {@code StoreException}s. */
public interface AccountStore {
    List<Account> accounts();

    Optional<Account> account(String name);

    /** Creates an account; false when the name is taken. */
    boolean create(Account account);

    /** Replaces an account of the same name; false when there is none. */
    boolean update(Account account);

    /** Saved searches of an account and those shared by others, by name. */
    List<SavedSearch> savedSearches(String account);

    /** Saves a search, replacing the account's own search of the same name. */
    void save(SavedSearch search);

    boolean deleteSavedSearch(String account, String name);

    /** The API tokens of the accounts. */
    TokenStore tokens();

    /** What accounts can be come into by, beside passwords. */
    CredentialStore credentials();

    /** Adds a line to the audit trail: who did what. */
    void record(AuditTrailEntry entry);

    /** The audit trail, newest first, page by page: {@code beforeId} null for the first page. */
    List<AuditTrailEntry> auditTrail(@Nullable Long beforeId, int limit);

    /**
     * The lines of a person or of an action, newest first; null for everybody's and for all. Actions are matched by how they
     * begin: {@code log-in} finds {@code log-in-failed} too.
     */
    List<AuditTrailEntry> auditTrail(
            @Nullable String account, @Nullable String action, @Nullable Long beforeId, int limit);

    /**
     * A person.
     *
     * @param passwordHash encoded by the console (Argon2); never shown
     * @param role {@code viewer}, {@code analyst} or {@code admin}
     * @param language {@code en}, {@code fr} or empty for the browser's
     */
    record Account(
            String name,
            String passwordHash,
            String role,
            String language,
            boolean enabled,
            Instant createdAt,
            @Nullable Instant lastLogIn) {}

    record SavedSearch(String account, String name, String query, boolean shared, Instant createdAt) {}

    /** @param id given by the store; 0 for a new entry */
    record AuditTrailEntry(long id, Instant at, String account, String action, String detail, String address) {}
}
