package io.rempart.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MariaDB 10.5 or newer, and MySQL 8: InnoDB clusters the events by time, the key that pages follow. */
final class MariadbDialect extends Dialect {
    private static final List<String> TABLES = List.of(
            "event",
            "event_text",
            "hit",
            "record",
            "verdict",
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
    private volatile boolean mysql;

    MariadbDialect(StoreSettings settings) {
        this.url = settings.location().replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    static String withoutOptions(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }

    @Override
    String migrations() {
        return "mariadb";
    }

    @Override
    String description() {
        return "the " + (mysql ? "MySQL" : "MariaDB") + " database " + withoutOptions(url);
    }

    @Override
    String jdbcUrl() {
        return url;
    }

    @Override
    void configureWriter(HikariConfig config) {
        config.setJdbcUrl(url);
    }

    @Override
    void configureReader(HikariConfig config) {
        config.setJdbcUrl(url);
    }

    @Override
    void prepare(Connection connection) throws SQLException {
        mysql = !Sql.text(connection, "SELECT VERSION()").contains("MariaDB");
    }

    @Override
    long lockStore(Connection connection) throws SQLException {
        return Sql.number(connection, "SELECT last_event_id FROM store_state WHERE id = 1 FOR UPDATE");
    }

    @Override
    String insertNew(String table, List<String> columns) {
        // Not INSERT IGNORE, which would also swallow every other error.
        return "INSERT INTO " + table + " (" + columnList(columns) + ") VALUES (" + parameters(columns.size())
                + ") ON DUPLICATE KEY UPDATE " + columns.get(0) + " = " + table + "." + columns.get(0);
    }

    @Override
    String upsert(String table, List<String> key, List<Merged> merged) {
        List<String> columns = new ArrayList<>(key);
        merged.forEach(m -> columns.add(m.column()));
        // MySQL deprecates VALUES() for a row alias since 8.0.20 (its manual, 15.2.7.2); MariaDB has no row alias.
        StringBuilder sql = new StringBuilder("INSERT INTO " + table + " (" + columnList(columns) + ") VALUES ("
                + parameters(columns.size()) + ")" + (mysql ? " AS added" : "") + " ON DUPLICATE KEY UPDATE ");
        for (int i = 0; i < merged.size(); i++) {
            String column = merged.get(i).column();
            String old = table + "." + column;
            String added = mysql ? "added." + column : "VALUES(" + column + ")";
            sql.append(i == 0 ? "" : ", ").append(column).append(" = ");
            sql.append(
                    switch (merged.get(i).merge()) {
                        case ADD -> old + " + " + added;
                        case LEAST -> "LEAST(" + old + ", " + added + ")";
                        case GREATEST -> "GREATEST(" + old + ", " + added + ")";
                        case REPLACE -> added;
                    });
        }
        return sql.toString();
    }

    @Override
    String upsertChanged(String table, List<String> key, List<String> replaced) {
        // InnoDB writes no row that stays the same.
        return upsert(
                table,
                key,
                replaced.stream()
                        .map(column -> new Merged(column, Merge.REPLACE))
                        .toList());
    }

    @Override
    String like(String column) {
        // The columns compare bytes; both sides are folded by the server.
        return "LOWER(" + column + ") LIKE LOWER(?) ESCAPE '!'";
    }

    @Override
    String contains(String column) {
        return "INSTR(" + column + ", ?) > 0";
    }

    @Override
    String orderedJoin() {
        return "STRAIGHT_JOIN";
    }

    @Override
    void beginTimeLimit(Connection connection, long deadlineNanos) {
        // The limit goes with each statement.
    }

    @Override
    void endTimeLimit(Connection connection) {
        // The limit went with each statement.
    }

    @Override
    String timeLimited(String select, long millis) {
        return mysql
                ? select.replaceFirst("^SELECT ", "SELECT /*+ MAX_EXECUTION_TIME(" + millis + ") */ ")
                : "SET STATEMENT max_statement_time = " + millis / 1000.0 + " FOR " + select;
    }

    @Override
    boolean isTimeOut(SQLException e) {
        return e.getErrorCode() == 1969 || e.getErrorCode() == 3024 || e.getErrorCode() == 1317;
    }

    @Override
    Optional<String> explain(SQLException e) {
        return switch (e.getErrorCode()) {
            case 1021, 1114 ->
                Optional.of("The disk of " + description()
                        + " is full. Nothing of this step was stored: free space, then go on.");
            case 1049 ->
                Optional.of(description() + " does not exist. Create it: CREATE DATABASE ... CHARACTER SET utf8mb4");
            case 1044, 1045, 1142 -> explainConnection("28000", description(), e);
            case 1153 ->
                Optional.of(description() + " refuses packets of this size. Raise max_allowed_packet to 32M or more.");
            default -> explainConnection(e.getSQLState() == null ? "" : e.getSQLState(), description(), e);
        };
    }

    static Optional<String> explainConnection(String state, String database, SQLException e) {
        if (state.startsWith("08")) {
            return Optional.of("No connection to " + database + ": " + e.getMessage()
                    + ". Check that the server runs and that the URL is right.");
        }
        if (state.startsWith("28") || "42501".equals(state)) {
            return Optional.of(
                    database + " refused the user: " + e.getMessage() + ". Check name, password and rights.");
        }
        if ("3D000".equals(state)) {
            return Optional.of(database + " does not exist. Create it, then start again.");
        }
        return Optional.empty();
    }

    /** MySQL 8 shows sizes as they were up to a day ago (its manual: information_schema_stats_expiry). */
    private void askForFreshSizes(Connection connection) throws SQLException {
        if (mysql) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION information_schema_stats_expiry = 0");
            }
        }
    }

    @Override
    long sizeInBytes(Connection connection) throws SQLException {
        askForFreshSizes(connection);
        return Sql.number(
                connection,
                "SELECT COALESCE(SUM(data_length + index_length + data_free), 0) FROM information_schema.tables"
                        + " WHERE table_schema = DATABASE()");
    }

    @Override
    void reclaim(Connection connection, boolean thoroughly) throws SQLException {
        askForFreshSizes(connection);
        for (String table : TABLES) {
            long free = Sql.number(
                    connection,
                    "SELECT COALESCE(data_free, 0) FROM information_schema.tables WHERE table_schema = DATABASE()"
                            + " AND table_name = '" + table + "'");
            if (thoroughly || free > 32L * 1024 * 1024) {
                drain(connection, "OPTIMIZE TABLE " + table);
            }
        }
    }

    private static void drain(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                // read to the end
            }
        }
    }

    @Override
    List<String> damage(Connection connection) throws SQLException {
        List<String> damage = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("CHECK TABLE " + String.join(", ", TABLES))) {
            while (rows.next()) {
                if ("error".equalsIgnoreCase(rows.getString("Msg_type"))) {
                    damage.add("MariaDB says: " + rows.getString("Table") + ": " + rows.getString("Msg_text"));
                }
            }
        }
        return damage;
    }
}
