package io.rempart.store;

import com.zaxxer.hikari.HikariConfig;
import io.rempart.events.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** PostgreSQL 13 or newer. Texts have the C collation: bytes are compared, and only ASCII letters have cases. */
final class PostgresqlDialect extends Dialect {
    private static final List<String> TABLES = List.of(
            "event",
            "event_text",
            "hit",
            "record",
            "verdict",
            "rollup_hour",
            "rollup_traffic",
            "rollup_site",
            "rollup_network",
            "rollup_rule",
            "rollup_rule_day",
            "rollup_source",
            "rollup_source_day",
            "incident",
            "source",
            "quarantine");

    private final String url;

    PostgresqlDialect(StoreSettings settings) {
        this.url = settings.location();
    }

    @Override
    String migrations() {
        return "postgresql";
    }

    @Override
    String description() {
        return "the PostgreSQL database " + MariadbDialect.withoutOptions(url);
    }

    @Override
    String jdbcUrl() {
        return url;
    }

    @Override
    void configureWriter(HikariConfig config) {
        config.setJdbcUrl(url);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "rempart");
    }

    @Override
    void configureReader(HikariConfig config) {
        config.setJdbcUrl(url);
        config.addDataSourceProperty("ApplicationName", "rempart");
        // Plans depend on the parameters (how wide a window of time is), so none is kept.
        config.addDataSourceProperty("prepareThreshold", "0");
    }

    @Override
    void prepare(Connection connection) throws SQLException {
        String encoding = Sql.text(connection, "SHOW server_encoding");
        if (!"UTF8".equals(encoding)) {
            throw new StoreException("The encoding of " + description() + " is " + encoding
                    + ". Create it with: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0");
        }
    }

    @Override
    long lockStore(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT last_event_id FROM store_state WHERE id = 1 FOR UPDATE");
    }

    @Override
    String insertNew(String table, List<String> columns) {
        return "INSERT INTO " + table + " (" + columnList(columns) + ") VALUES (" + parameters(columns.size())
                + ") ON CONFLICT DO NOTHING";
    }

    @Override
    String upsert(String table, List<String> key, List<Merged> merged) {
        return standardUpsert(table, key, merged, "least", "greatest", true);
    }

    @Override
    String like(String column) {
        return column + " ILIKE ? ESCAPE '!'";
    }

    @Override
    String contains(String column) {
        return "strpos(" + column + ", ?) > 0";
    }

    @Override
    String orderedJoin() {
        return "JOIN";
    }

    @Override
    void beginTimeLimit(Connection connection, long deadlineNanos) throws SQLException {
        long millis = Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = " + millis);
        }
    }

    @Override
    void endTimeLimit(Connection connection) {
        // SET LOCAL ends with the transaction.
    }

    @Override
    boolean isTimeOut(SQLException e) {
        return "57014".equals(e.getSQLState());
    }

    @Override
    Optional<String> explain(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if ("53100".equals(state)) {
            return Optional.of("The disk of " + description()
                    + " is full. Nothing of this step was stored: free space, then go on.");
        }
        if (state.startsWith("XX")) {
            return Optional.of(description() + " is damaged: " + e.getMessage() + ". Restore a backup.");
        }
        return MariadbDialect.explainConnection(state, description(), e);
    }

    @Override
    long sizeInBytes(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT pg_database_size(current_database())");
    }

    @Override
    void reclaim(Connection connection, boolean thoroughly) throws SQLException {
        // VACUUM makes room for new events and cuts empty ends off; only FULL rewrites a table that is empty at its
        // head.
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute("VACUUM " + (thoroughly ? "(FULL) " : "(ANALYZE) ") + table);
            }
        }
    }

    @Override
    List<String> damage(Connection connection) {
        // The checks of content read every row of every table; amcheck needs a superuser and an extension.
        return List.of();
    }
}
