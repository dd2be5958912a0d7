package io.rempart.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What differs between the databases: how they are reached, upserts, text comparison, time limits, disk space, and what
 * their errors mean. Stateless but for the settings; thread-safe.
 */
abstract sealed class Dialect permits SqliteDialect, MariadbDialect, PostgresqlDialect {
    /** How an upsert merges a column of the new row into the row that is there. */
    enum Merge {
        ADD,
        LEAST,
        GREATEST,
        REPLACE
    }

    /** A column of an upsert that is no part of the key. */
    record Merged(String column, Merge merge) {}

    static Dialect of(StoreSettings settings) {
        String location = settings.location();
        if (location.startsWith("jdbc:mariadb:") || location.startsWith("jdbc:mysql:")) {
            return new MariadbDialect(settings);
        }
        if (location.startsWith("jdbc:postgresql:")) {
            return new PostgresqlDialect(settings);
        }
        return new SqliteDialect(settings);
    }

    /** Folder of the migrations. */
    abstract String migrations();

    /** Name of the database as people know it, with where it is. */
    abstract String description();

    abstract String jdbcUrl();

    abstract void configureWriter(HikariConfig config);

    abstract void configureReader(HikariConfig config);

    /** Called once, before the schema is looked at. */
    void prepare(Connection connection) throws SQLException {}

    /** Makes this transaction the only one that writes, and gives the last id of an event. */
    abstract long lockStore(Connection connection) throws SQLException;

    /** An insert that leaves a row of the same key alone. */
    abstract String insertNew(String table, List<String> columns);

    /** An insert that merges into a row of the same key. */
    abstract String upsert(String table, List<String> key, List<Merged> merged);

    /** As {@link #upsert}, replacing; a row that would not change is not written. */
    String upsertChanged(String table, List<String> key, List<String> replaced) {
        String upsert = upsert(
                table,
                key,
                replaced.stream().map(c -> new Merged(c, Merge.REPLACE)).toList());
        StringBuilder sql = new StringBuilder(upsert);
        for (int i = 0; i < replaced.size(); i++) {
            String column = replaced.get(i);
            sql.append(i == 0 ? " WHERE " : " OR ")
                    .append(table)
                    .append('.')
                    .append(column)
                    .append(" <> excluded.")
                    .append(column);
        }
        return sql.toString();
    }

    /** A condition with one parameter, a LIKE pattern with {@code !} as its escape; ASCII case is ignored. */
    abstract String like(String column);

    /** A condition with one parameter: the text occurs in the column, byte for byte. */
    abstract String contains(String column);

    /** As {@link #contains} with a literal of digits and blanks. */
    String containsLiteral(String column, String literal) {
        return contains(column).replace("?", "'" + literal + "'");
    }

    /** Joins from left to right, in this order. */
    abstract String orderedJoin();

    /** Limits what follows on this connection, until {@link #endTimeLimit}. */
    abstract void beginTimeLimit(Connection connection, long deadlineNanos) throws SQLException;

    abstract void endTimeLimit(Connection connection) throws SQLException;

    /** Adds to a SELECT what limits its time, where the database wants it there. */
    String timeLimited(String select, long millis) {
        return select;
    }

    abstract boolean isTimeOut(SQLException e);

    /** A sentence for an error that has one: what happened and what to do. */
    abstract Optional<String> explain(SQLException e);

    /** Bytes of the database on disk that hold data or wait to be given back. */
    abstract long sizeInBytes(Connection connection) throws SQLException;

    /** Gives free space back to the operating system, in steps that readers and writers can live with. */
    abstract void reclaim(Connection connection, boolean thoroughly) throws SQLException;

    /** What is wrong with the structure of the database. */
    abstract List<String> damage(Connection connection) throws SQLException;

    static String columnList(List<String> columns) {
        return String.join(", ", columns);
    }

    static String parameters(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    static String standardUpsert(
            String table, List<String> key, List<Merged> merged, String least, String greatest, boolean qualified) {
        List<String> columns = new java.util.ArrayList<>(key);
        merged.forEach(m -> columns.add(m.column()));
        StringBuilder sql = new StringBuilder("INSERT INTO " + table + " (" + columnList(columns) + ") VALUES ("
                + parameters(columns.size()) + ") ON CONFLICT (" + columnList(key) + ") DO UPDATE SET ");
        for (int i = 0; i < merged.size(); i++) {
            String column = merged.get(i).column();
            String old = qualified ? table + "." + column : column;
            String added = "excluded." + column;
            sql.append(i == 0 ? "" : ", ").append(column).append(" = ");
            sql.append(
                    switch (merged.get(i).merge()) {
                        case ADD -> old + " + " + added;
                        case LEAST -> least + "(" + old + ", " + added + ")";
                        case GREATEST -> greatest + "(" + old + ", " + added + ")";
                        case REPLACE -> added;
                    });
        }
        return sql.toString();
    }
}
