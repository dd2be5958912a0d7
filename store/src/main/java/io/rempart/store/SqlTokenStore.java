package io.rempart.store;

import io.rempart.events.account.ApiToken;
import io.rempart.events.account.TokenScope;
import io.rempart.events.account.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** API tokens, in the database of the events. */
final class SqlTokenStore implements TokenStore {
    private static final int NAME_LENGTH = 190;
    private static final String TOKEN =
            "SELECT id, account, name, secret, scopes, created_at, expires_at, last_used_at, last_address FROM api_token";

    private final Database database;

    SqlTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public List<ApiToken> tokens() {
        return database.read((handle, connection) -> handle.createQuery(TOKEN + " ORDER BY account, name, id")
                .map(SqlTokenStore::token)
                .list());
    }

    @Override
    public Optional<ApiToken> bySecret(String sha256) {
        return database.read((handle, connection) -> handle.createQuery(TOKEN + " WHERE secret = :secret")
                .bind("secret", Texts.clean(sha256, 64))
                .map(SqlTokenStore::token)
                .findOne());
    }

    private static ApiToken token(ResultSet row, StatementContext context) throws SQLException {
        return new ApiToken(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                TokenScope.read(row.getString(5)),
                Times.instant(row.getLong(6)),
                instant(row, 7),
                instant(row, 8),
                row.getString(9));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Times.instant(micros);
    }

    @Override
    public Optional<ApiToken> add(ApiToken token) {
        String account = Texts.clean(token.account(), NAME_LENGTH);
        boolean added = database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            long present = handle.createQuery("SELECT COUNT(*) FROM api_token WHERE account = :account")
                    .bind("account", account)
                    .mapTo(Long.class)
                    .one();
            if (present >= MOST_OF_ACCOUNT) {
                return false;
            }
            Instant expiresAt = token.expiresAt();
            return handle.createUpdate(
                                    "INSERT INTO api_token (account, name, secret, scopes, created_at, expires_at, last_used_at,"
                                            + " last_address) VALUES (:account, :name, :secret, :scopes, :createdAt, :expiresAt, NULL, '')")
                            .bind("account", account)
                            .bind("name", Texts.clean(token.name(), NAME_LENGTH))
                            .bind("secret", Texts.clean(token.secretSha256(), 64))
                            .bind("scopes", TokenScope.text(token.scopes()))
                            .bind("createdAt", Times.micros(token.createdAt()))
                            .bind("expiresAt", expiresAt == null ? null : Times.micros(expiresAt))
                            .execute()
                    == 1;
        });
        return added ? bySecret(token.secretSha256()) : Optional.empty();
    }

    @Override
    public boolean remove(long id) {
        return database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            return handle.createUpdate("DELETE FROM api_token WHERE id = :id")
                            .bind("id", id)
                            .execute()
                    == 1;
        });
    }

    @Override
    public void used(long id, Instant at, String address) {
        database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            return handle.createUpdate(
                            "UPDATE api_token SET last_used_at = :at, last_address = :address WHERE id = :id")
                    .bind("id", id)
                    .bind("at", Times.micros(at))
                    .bind("address", Texts.clean(address, 64))
                    .execute();
        });
    }
}
