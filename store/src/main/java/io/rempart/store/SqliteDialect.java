package io.rempart.store;

import com.zaxxer.hikari.HikariConfig;
import io.rempart.events.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite 3.35 or newer: one file in WAL mode, one writing connection, readers that nobody blocks. Space of deleted events
 * goes back to the disk by incremental vacuum (sqlite.org/pragma.html#pragma_auto_vacuum), which is why that is set before
 * the first table is made.
 */
final class SqliteDialect extends Dialect {
    private static final int PAGE_SIZE = 8192;
    private static final int BUSY_MILLIS = 10_000;
    /** Instructions between two looks at the clock: some 50 microseconds. */
    private static final int PROGRESS_STEPS = 4_000;

    private static final int RECLAIMED_PAGES = 2_000;

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_READONLY = 8;
    private static final int SQLITE_INTERRUPT = 9;
    private static final int SQLITE_IOERR = 10;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_FULL = 13;
    private static final int SQLITE_CANTOPEN = 14;
    private static final int SQLITE_NOTADB = 26;

    private final StoreSettings settings;
    private final Path file;
    private final String options;

    SqliteDialect(StoreSettings settings) {
        this.settings = settings;
        String location = settings.location();
        String text = location.startsWith("jdbc:sqlite:") ? location.substring("jdbc:sqlite:".length()) : location;
        int question = location.startsWith("jdbc:sqlite:") ? text.indexOf('?') : -1;
        this.options = question < 0 ? "" : text.substring(question);
        Path path = Path.of(question < 0 ? text : text.substring(0, question));
        this.file = Files.isDirectory(path) ? path.resolve("rempart.db") : path;
        if (text.isEmpty() || text.startsWith(":memory:") || text.startsWith("file:")) {
            throw new StoreException("\"" + location + "\" names no file. Give the path of a file or a directory.");
        }
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new StoreException(
                    "The directory of " + file + " can't be created: " + e.getMessage()
                            + ". Check its owner and rights.",
                    e);
        }
    }

    @Override
    String migrations() {
        return "sqlite";
    }

    @Override
    String description() {
        return "the SQLite database " + file;
    }

    @Override
    String jdbcUrl() {
        return "jdbc:sqlite:" + file + options;
    }

    @Override
    void configureWriter(HikariConfig config) {
        config.setDataSource(new Source(true));
    }

    @Override
    void configureReader(HikariConfig config) {
        config.setDataSource(new Source(false));
    }

    @Override
    long lockStore(Connection connection) throws SQLException {
        // BEGIN IMMEDIATE took the lock with the first statement.
        return Sql.number(connection, "SELECT last_event_id FROM store_state WHERE id = 1");
    }

    @Override
    String insertNew(String table, List<String> columns) {
        return "INSERT INTO " + table + " (" + columnList(columns) + ") VALUES (" + parameters(columns.size())
                + ") ON CONFLICT DO NOTHING";
    }

    @Override
    String upsert(String table, List<String> key, List<Merged> merged) {
        return standardUpsert(table, key, merged, "min", "max", false);
    }

    @Override
    String like(String column) {
        return column + " LIKE ? ESCAPE '!'";
    }

    @Override
    String contains(String column) {
        return "instr(" + column + ", ?) > 0";
    }

    @Override
    String orderedJoin() {
        return "CROSS JOIN";
    }

    @Override
    void beginTimeLimit(Connection connection, long deadlineNanos) throws SQLException {
        ProgressHandler.setHandler(connection.unwrap(SQLiteConnection.class), PROGRESS_STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - deadlineNanos > 0 ? 1 : 0;
            }
        });
    }

    @Override
    void endTimeLimit(Connection connection) throws SQLException {
        ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
    }

    @Override
    boolean isTimeOut(SQLException e) {
        return (e.getErrorCode() & 0xFF) == SQLITE_INTERRUPT;
    }

    @Override
    Optional<String> explain(SQLException e) {
        return switch (e.getErrorCode() & 0xFF) {
            case SQLITE_FULL ->
                Optional.of(
                        "The disk of " + file + " is full. Nothing of this step was stored: free space, then go on.");
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                Optional.of(
                        file + " is damaged, or no SQLite database. Keep a copy, restore a backup, or recover what is"
                                + " left with: sqlite3 " + file + " .recover");
            case SQLITE_READONLY ->
                Optional.of(file + " can't be written. Check the owner and rights of the file and of its directory.");
            case SQLITE_CANTOPEN ->
                Optional.of(file + " can't be opened. Check that it is a file, and the rights of its directory.");
            case SQLITE_BUSY ->
                Optional.of("Another process has been writing to " + file + " for " + BUSY_MILLIS / 1000
                        + " s. Let it finish, or stop it.");
            case SQLITE_IOERR ->
                Optional.of("The disk of " + file + " failed to read or write. Check the disk, and its free space.");
            default -> Optional.empty();
        };
    }

    @Override
    long sizeInBytes(Connection connection) throws SQLException {
        long bytes = 0;
        for (String suffix : List.of("", "-wal")) {
            try {
                bytes += Files.size(file.resolveSibling(file.getFileName() + suffix));
            } catch (IOException e) {
                // Not there: no bytes.
            }
        }
        return bytes;
    }

    @Override
    void reclaim(Connection connection, boolean thoroughly) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long free = Sql.number(connection, "PRAGMA freelist_count");
            while (free > 0) {
                // sqlite-jdbc stops at the first row of a pragma, and each freed page is a row: executed to the end as
                // a query.
                try (ResultSet rows = statement.executeQuery("PRAGMA incremental_vacuum(" + RECLAIMED_PAGES + ")")) {
                    while (rows.next()) {
                        // each step frees a page
                    }
                } catch (SQLException e) {
                    if (!"query does not return ResultSet".equals(e.getMessage())) {
                        throw e;
                    }
                }
                long left = Sql.number(connection, "PRAGMA freelist_count");
                if (left >= free) {
                    break;
                }
                free = left;
            }
            Sql.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    @Override
    List<String> damage(Connection connection) throws SQLException {
        List<String> damage = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check(20)")) {
            while (rows.next()) {
                String line = rows.getString(1);
                if (!"ok".equals(line)) {
                    damage.add("SQLite says: " + line);
                }
            }
        }
        return damage;
    }

    /** Connections with the pragmas of this store. */
    private final class Source extends SQLiteDataSource {
        private final boolean writes;

        Source(boolean writes) {
            super(config(writes));
            this.writes = writes;
            setUrl(jdbcUrl());
        }

        @Override
        public SQLiteConnection getConnection(String user, String password) throws SQLException {
            SQLiteConnection connection = super.getConnection(user, password);
            try (Statement statement = connection.createStatement()) {
                if (writes) {
                    // In this order: the page size and the vacuum's kind are settled with the first page written.
                    statement.execute("PRAGMA page_size = " + PAGE_SIZE);
                    statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
                    statement.execute("PRAGMA journal_mode = WAL");
                    statement.execute("PRAGMA synchronous = " + (settings.surviveLossOfPower() ? "FULL" : "NORMAL"));
                    statement.execute("PRAGMA wal_autocheckpoint = 4000");
                    statement.execute("PRAGMA journal_size_limit = 67108864");
                    statement.execute("PRAGMA cache_size = -" + settings.writerCacheKib());
                } else {
                    statement.execute("PRAGMA query_only = ON");
                    statement.execute("PRAGMA cache_size = -" + settings.readerCacheKib());
                }
                statement.execute("PRAGMA temp_store = MEMORY");
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            return connection;
        }

        private static SQLiteConfig config(boolean writes) {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(BUSY_MILLIS);
            config.setTransactionMode(
                    writes ? SQLiteConfig.TransactionMode.IMMEDIATE : SQLiteConfig.TransactionMode.DEFERRED);
            return config;
        }
    }
}
