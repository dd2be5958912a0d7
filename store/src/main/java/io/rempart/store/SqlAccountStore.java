package io.rempart.store;

import io.rempart.events.account.AccountStore;
import io.rempart.events.account.CredentialStore;
import io.rempart.events.account.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Accounts, saved searches and the audit trail, in the database of the events. */
final class SqlAccountStore implements AccountStore {
    private static final int NAME_LENGTH = 190;
    private static final int QUERY_LENGTH = 4_096;
    private static final int DETAIL_LENGTH = 4_096;
    private static final String ACCOUNT =
            "SELECT name, password_hash, role, language, enabled, created_at, last_log_in FROM account";

    private final Database database;
    private final TokenStore tokens;
    private final CredentialStore credentials;

    SqlAccountStore(Database database) {
        this.database = database;
        this.tokens = new SqlTokenStore(database);
        this.credentials = new SqlCredentialStore(database);
    }

    @Override
    public CredentialStore credentials() {
        return credentials;
    }

    @Override
    public TokenStore tokens() {
        return tokens;
    }

    @Override
    public List<Account> accounts() {
        return database.read((handle, connection) -> handle.createQuery(ACCOUNT + " ORDER BY name")
                .map(SqlAccountStore::account)
                .list());
    }

    @Override
    public Optional<Account> account(String name) {
        return database.read((handle, connection) -> handle.createQuery(ACCOUNT + " WHERE name = :name")
                .bind("name", name)
                .map(SqlAccountStore::account)
                .findOne());
    }

    private static Account account(ResultSet row, StatementContext context) throws SQLException {
        long lastLogIn = row.getLong(7);
        return new Account(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5) == 1,
                Times.instant(row.getLong(6)),
                row.wasNull() || lastLogIn == 0 ? null : Times.instant(lastLogIn));
    }

    @Override
    public boolean create(Account account) {
        return write(handle -> {
            boolean taken = handle.createQuery("SELECT COUNT(*) FROM account WHERE name = :name")
                            .bind("name", name(account.name()))
                            .mapTo(Long.class)
                            .one()
                    > 0;
            return !taken
                    && bound(
                                            handle.createUpdate(
                                                    "INSERT INTO account (name, password_hash, role, language, enabled, created_at, last_log_in)"
                                                            + " VALUES (:name, :hash, :role, :language, :enabled, :createdAt, :lastLogIn)"),
                                            account)
                                    .execute()
                            == 1;
        });
    }

    @Override
    public boolean update(Account account) {
        return write(handle -> bound(
                                handle.createUpdate(
                                        "UPDATE account SET password_hash = :hash, role = :role, language = :language,"
                                                + " enabled = :enabled, created_at = :createdAt, last_log_in = :lastLogIn"
                                                + " WHERE name = :name"),
                                account)
                        .execute()
                == 1);
    }

    private static Update bound(Update update, Account account) {
        return update.bind("name", name(account.name()))
                .bind("hash", account.passwordHash())
                .bind("role", Texts.clean(account.role(), 32))
                .bind("language", Texts.clean(account.language(), 16))
                .bind("enabled", account.enabled() ? 1 : 0)
                .bind("createdAt", Times.micros(account.createdAt()))
                .bind("lastLogIn", account.lastLogIn() == null ? null : Times.micros(account.lastLogIn()));
    }

    @Override
    public List<SavedSearch> savedSearches(String account) {
        return database.read((handle, connection) -> handle.createQuery(
                        "SELECT account, name, query, shared, created_at FROM saved_search"
                                + " WHERE account = :account OR shared = 1 ORDER BY name, account")
                .bind("account", account)
                .map((row, context) -> new SavedSearch(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4) == 1,
                        Times.instant(row.getLong(5))))
                .list());
    }

    @Override
    public void save(SavedSearch search) {
        write(handle -> {
            handle.createUpdate("DELETE FROM saved_search WHERE account = :account AND name = :name")
                    .bind("account", name(search.account()))
                    .bind("name", name(search.name()))
                    .execute();
            return handle.createUpdate("INSERT INTO saved_search (account, name, query, shared, created_at)"
                                    + " VALUES (:account, :name, :query, :shared, :createdAt)")
                            .bind("account", name(search.account()))
                            .bind("name", name(search.name()))
                            .bind("query", Texts.clean(search.query(), QUERY_LENGTH))
                            .bind("shared", search.shared() ? 1 : 0)
                            .bind("createdAt", Times.micros(search.createdAt()))
                            .execute()
                    == 1;
        });
    }

    @Override
    public boolean deleteSavedSearch(String account, String name) {
        return write(handle -> handle.createUpdate("DELETE FROM saved_search WHERE account = :account AND name = :name")
                        .bind("account", account)
                        .bind("name", name)
                        .execute()
                == 1);
    }

    @Override
    public void record(AuditTrailEntry entry) {
        write(handle -> {
            long id = handle.createQuery("SELECT COALESCE(MAX(id), 0) + 1 FROM audit_trail")
                    .mapTo(Long.class)
                    .one();
            return handle.createUpdate("INSERT INTO audit_trail (id, at, account, action, detail, address)"
                                    + " VALUES (:id, :at, :account, :action, :detail, :address)")
                            .bind("id", id)
                            .bind("at", Times.micros(entry.at()))
                            .bind("account", name(entry.account()))
                            .bind("action", Texts.clean(entry.action(), 128))
                            .bind("detail", Texts.clean(entry.detail(), DETAIL_LENGTH))
                            .bind("address", Texts.clean(entry.address(), 64))
                            .execute()
                    == 1;
        });
    }

    @Override
    public List<AuditTrailEntry> auditTrail(@Nullable Long beforeId, int limit) {
        return auditTrail(null, null, beforeId, limit);
    }

    @Override
    public List<AuditTrailEntry> auditTrail(
            @Nullable String account, @Nullable String action, @Nullable Long beforeId, int limit) {
        return database.read((handle, connection) -> handle.createQuery(
                        "SELECT id, at, account, action, detail, address FROM audit_trail WHERE id < :before"
                                + " AND (:account = '' OR account = :account) AND action >= :action AND action < :beyond"
                                + " ORDER BY id DESC LIMIT :limit")
                .bind("before", beforeId == null ? Long.MAX_VALUE : beforeId)
                .bind("account", account == null ? "" : name(account))
                .bind("action", action == null ? "" : Texts.clean(action, 128))
                .bind("beyond", action == null ? "\uFFFD" : Texts.clean(action, 127) + "\uFFFD")
                .bind("limit", Math.max(0, limit))
                .map((row, context) -> new AuditTrailEntry(
                        row.getLong(1),
                        Times.instant(row.getLong(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)))
                .list());
    }

    private static String name(String name) {
        return Texts.clean(name, NAME_LENGTH);
    }

    private interface Change {
        boolean in(Handle handle);
    }

    private boolean write(Change change) {
        return database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            return change.in(handle);
        });
    }
}
