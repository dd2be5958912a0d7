package io.rempart.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rempart.events.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a store: one that writes, some that read, each transaction bounded in time. Brings the schema up to date
 * when opened. Thread-safe; failures are {@link StoreException}s.
 */
final class Database implements AutoCloseable {
    private static final long CONNECTION_MILLIS = 15_000;

    private final Dialect dialect;
    private final HikariDataSource writerSource;
    private final HikariDataSource readerSource;
    private final Jdbi writer;
    private final Jdbi reader;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Runnable onRollback = () -> {};

    /** Something done in a transaction. */
    interface Work<T extends @Nullable Object> {
        T with(Handle handle, Connection connection) throws SQLException;
    }

    /** What changes rows. */
    interface Change<T extends @Nullable Object> {
        T in(Connection connection) throws SQLException;
    }

    /** Something done outside of a transaction. */
    interface Upkeep {
        void with(Connection connection) throws SQLException;
    }

    private Database(Dialect dialect, StoreSettings settings) {
        this.dialect = dialect;
        this.writerSource = new HikariDataSource(pool(settings, true));
        HikariDataSource readers = null;
        try {
            try (Connection connection = writerSource.getConnection()) {
                dialect.prepare(connection);
            }
            migrate(settings);
            readers = new HikariDataSource(pool(settings, false));
        } catch (SQLException | RuntimeException e) {
            writerSource.close();
            throw failure(e);
        }
        this.readerSource = readers;
        this.writer = Jdbi.create(writerSource);
        this.reader = Jdbi.create(readerSource);
    }

    static Database open(StoreSettings settings) {
        Dialect dialect = Dialect.of(settings);
        try {
            return new Database(dialect, settings);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(dialect, e);
        }
    }

    private HikariConfig pool(StoreSettings settings, boolean writes) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(writes ? "rempart-writer" : "rempart-reader");
        if (writes) {
            dialect.configureWriter(config);
        } else {
            dialect.configureReader(config);
        }
        if (settings.user() != null) {
            config.setUsername(settings.user());
        }
        if (settings.password() != null) {
            config.setPassword(settings.password());
        }
        config.setMaximumPoolSize(writes ? 1 : Math.max(1, settings.readers()));
        config.setMinimumIdle(writes ? 1 : 0);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        return config;
    }

    private void migrate(StoreSettings settings) {
        Flyway flyway = Flyway.configure(Database.class.getClassLoader())
                .dataSource(dialect.jdbcUrl(), settings.user(), settings.password())
                .locations("classpath:io/rempart/store/migration/" + dialect.migrations())
                .table("schema_version")
                .communityDBSupportEnabled(true)
                // Rooms of the house number their migrations in ranges of their own.
                .outOfOrder(true)
                .load();
        for (MigrationInfo info : flyway.info().all()) {
            if (info.getState().isApplied() && !info.getState().isResolved()) {
                throw new StoreException("The schema of " + dialect.description() + " is of a newer Rempart (version "
                        + info.getVersion() + ", \"" + info.getDescription()
                        + "\"). Use that Rempart, or restore a backup made before it.");
            }
            if (info.getState().isFailed()) {
                throw new StoreException("A change of the schema of " + dialect.description() + " failed earlier ("
                        + info.getDescription() + "). Restore the backup made before it.");
            }
        }
        flyway.migrate();
    }

    Dialect dialect() {
        return dialect;
    }

    /** Called when a write was rolled back: what was remembered of it is wrong. */
    void onRollback(Runnable forget) {
        onRollback = forget;
    }

    /** One transaction that writes, alone. */
    <T extends @Nullable Object> T write(Work<T> work) {
        writing.lock();
        try {
            return writer.inTransaction(handle -> work.with(handle, handle.getConnection()));
        } catch (SQLException | RuntimeException e) {
            onRollback.run();
            throw failure(e);
        } finally {
            writing.unlock();
        }
    }

    /** One transaction that changes rows, alone among all processes: it begins by locking the store. */
    <T extends @Nullable Object> T change(Change<T> change) {
        return write((handle, connection) -> {
            dialect.lockStore(connection);
            return change.in(connection);
        });
    }

    /** Statements that run in no transaction (VACUUM), alone. */
    void maintain(Upkeep upkeep) {
        writing.lock();
        try {
            writer.useHandle(handle -> upkeep.with(handle.getConnection()));
        } catch (SQLException | RuntimeException e) {
            throw failure(e);
        } finally {
            writing.unlock();
        }
    }

    /** One transaction that reads a single state of the store. */
    <T extends @Nullable Object> T read(Work<T> work) {
        try {
            return reader.inTransaction(handle -> work.with(handle, handle.getConnection()));
        } catch (SQLException | RuntimeException e) {
            throw failure(e);
        }
    }

    /** As {@link #read}, each statement ended at the limit. */
    <T extends @Nullable Object> T read(Duration timeLimit, Work<T> work) {
        long deadline = System.nanoTime() + timeLimit.toNanos();
        return read((handle, connection) -> {
            dialect.beginTimeLimit(connection, deadline);
            try {
                return work.with(handle, connection);
            } finally {
                dialect.endTimeLimit(connection);
            }
        });
    }

    private StoreException failure(Exception e) {
        return failure(dialect, e);
    }

    private static StoreException failure(Dialect dialect, Exception e) {
        if (e instanceof StoreException known) {
            return known;
        }
        SQLException cause = sqlException(e);
        if (cause == null) {
            String what = e instanceof FlywayException ? "The schema can't be brought up to date in " : "Failure in ";
            return new StoreException(what + dialect.description() + ": " + firstLine(e), e);
        }
        if (dialect.isTimeOut(cause)) {
            return new StoreException("The answer took too long. Narrow the period or the search.", e);
        }
        Optional<String> sentence = dialect.explain(cause);
        return new StoreException(
                sentence.orElseGet(() -> capitalised(dialect.description()) + " answered: " + firstLine(cause)), e);
    }

    static @Nullable SQLException sqlException(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && (sql.getErrorCode() != 0 || sql.getSQLState() != null)) {
                return sql;
            }
        }
        return null;
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.lines().findFirst().orElse("");
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    @Override
    public void close() {
        readerSource.close();
        writerSource.close();
    }
}
