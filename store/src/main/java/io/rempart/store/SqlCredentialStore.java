package io.rempart.store;

import io.rempart.events.account.Credential;
import io.rempart.events.account.Credential.Kind;
import io.rempart.events.account.CredentialStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Credentials, in the database of the events. */
final class SqlCredentialStore implements CredentialStore {
    private static final int NAME_LENGTH = 190;
    private static final int DATA_LENGTH = 4_096;
    private static final String CREDENTIAL =
            "SELECT kind, id, account, name, data, created_at, last_used_at FROM credential";

    private final Database database;

    SqlCredentialStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Credential> credentials(@Nullable String account) {
        return database.read((handle, connection) -> handle.createQuery(CREDENTIAL
                        + " WHERE (:account = '' OR account = :account) ORDER BY account, kind, created_at, id")
                .bind("account", account == null ? "" : account)
                .map(SqlCredentialStore::read)
                .list());
    }

    @Override
    public Optional<Credential> credential(Kind kind, String id) {
        return database.read((handle, connection) -> handle.createQuery(CREDENTIAL + " WHERE kind = :kind AND id = :id")
                .bind("kind", kind.key())
                .bind("id", id(id))
                .map(SqlCredentialStore::read)
                .findOne());
    }

    private static Credential read(ResultSet row, StatementContext context) throws SQLException {
        long lastUsedAt = row.getLong(7);
        boolean isUnused = row.wasNull();
        return new Credential(
                Kind.valueOf(row.getString(1).toUpperCase(Locale.ROOT).replace('-', '_')),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                Times.instant(row.getLong(6)),
                isUnused ? null : Times.instant(lastUsedAt));
    }

    @Override
    public boolean add(Credential credential) {
        String account = Texts.clean(credential.account(), NAME_LENGTH);
        return write(handle -> {
                    long taken = handle.createQuery("SELECT COUNT(*) FROM credential WHERE kind = :kind AND id = :id")
                            .bind("kind", credential.kind().key())
                            .bind("id", id(credential.id()))
                            .mapTo(Long.class)
                            .one();
                    long present = handle.createQuery(
                                    "SELECT COUNT(*) FROM credential WHERE account = :account AND kind = :kind")
                            .bind("account", account)
                            .bind("kind", credential.kind().key())
                            .mapTo(Long.class)
                            .one();
                    if (taken > 0 || present >= MOST_OF_KIND) {
                        return 0;
                    }
                    Instant lastUsedAt = credential.lastUsedAt();
                    return handle.createUpdate(
                                    "INSERT INTO credential (kind, id, account, name, data, created_at, last_used_at)"
                                            + " VALUES (:kind, :id, :account, :name, :data, :createdAt, :lastUsedAt)")
                            .bind("kind", credential.kind().key())
                            .bind("id", id(credential.id()))
                            .bind("account", account)
                            .bind("name", Texts.clean(credential.name(), NAME_LENGTH))
                            .bind("data", Texts.clean(credential.data(), DATA_LENGTH))
                            .bind("createdAt", Times.micros(credential.createdAt()))
                            .bind("lastUsedAt", lastUsedAt == null ? null : Times.micros(lastUsedAt))
                            .execute();
                })
                == 1;
    }

    @Override
    public boolean use(Credential seen, String data, Instant at) {
        return write(handle -> handle.createUpdate("UPDATE credential SET data = :data, last_used_at = :at"
                                + " WHERE kind = :kind AND id = :id AND data = :seen")
                        .bind("data", Texts.clean(data, DATA_LENGTH))
                        .bind("at", Times.micros(at))
                        .bind("kind", seen.kind().key())
                        .bind("id", id(seen.id()))
                        .bind("seen", seen.data())
                        .execute())
                == 1;
    }

    @Override
    public boolean remove(Kind kind, String id) {
        return write(handle -> handle.createUpdate("DELETE FROM credential WHERE kind = :kind AND id = :id")
                        .bind("kind", kind.key())
                        .bind("id", id(id))
                        .execute())
                == 1;
    }

    @Override
    public int removeAll(String account, Kind kind) {
        return write(handle -> handle.createUpdate("DELETE FROM credential WHERE account = :account AND kind = :kind")
                .bind("account", account)
                .bind("kind", kind.key())
                .execute());
    }

    private static String id(String id) {
        return Texts.clean(id, 512);
    }

    private interface Change {
        int in(Handle handle);
    }

    private int write(Change change) {
        return database.write((handle, connection) -> {
            database.dialect().lockStore(connection);
            return change.in(handle);
        });
    }
}
