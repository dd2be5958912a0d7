package io.rempart.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A small table whose rows never change, held in memory: values and the numbers that stand for them, from 1 up. Other
 * processes may add rows; {@link #refresh} brings them in. Thread-safe; adding is for the transaction that writes.
 *
 * @param <V> a value with equality
 */
final class Dictionary<V> {
    /** How a value is read from, and written to, its columns. */
    interface Mapping<V> {
        String table();

        List<String> columns();

        V read(java.sql.ResultSet row) throws SQLException;

        void write(java.sql.PreparedStatement statement, V value) throws SQLException;
    }

    private final Mapping<V> mapping;
    private final int greatestSize;
    private final IntFunction<V> absent;
    private final List<V> values = new ArrayList<>();
    private final Map<V, Integer> ids = new HashMap<>();
    private int committed;

    /**
     * @param greatestSize how many values there may be; past it {@link #idOf} gives 0
     * @param absent what stands for a number that has no row
     */
    Dictionary(Mapping<V> mapping, int greatestSize, IntFunction<V> absent) {
        this.mapping = mapping;
        this.greatestSize = greatestSize;
        this.absent = absent;
    }

    /** Reads what was added since; called in every transaction before it uses the dictionary. */
    synchronized void refresh(Connection connection) throws SQLException {
        String select = "SELECT id, " + String.join(", ", mapping.columns()) + " FROM " + mapping.table()
                + " WHERE id > ? ORDER BY id";
        Sql.each(connection, select, List.of(values.size()), row -> {
            int id = row.getInt(1);
            if (id == values.size() + 1) {
                remember(mapping.read(row));
            }
        });
    }

    private int remember(V value) {
        values.add(value);
        ids.putIfAbsent(value, values.size());
        return values.size();
    }

    synchronized @Nullable Integer find(V value) {
        return ids.get(value);
    }

    /** The number of a value, added when it is new; 0 when it is new and there is no room. */
    synchronized int idOf(Connection connection, V value) throws SQLException {
        Integer known = ids.get(value);
        if (known != null) {
            return known;
        }
        if (values.size() >= greatestSize) {
            return 0;
        }
        String insert = "INSERT INTO " + mapping.table() + " (" + String.join(", ", mapping.columns())
                + ", id) VALUES (" + Dialect.parameters(mapping.columns().size() + 1) + ")";
        try (java.sql.PreparedStatement statement = connection.prepareStatement(insert)) {
            mapping.write(statement, value);
            statement.setInt(mapping.columns().size() + 1, values.size() + 1);
            statement.executeUpdate();
        }
        return remember(value);
    }

    synchronized V value(int id) {
        return id >= 1 && id <= values.size() ? values.get(id - 1) : absent.apply(id);
    }

    synchronized int size() {
        return values.size();
    }

    /** Every value with its number, as they are now. */
    synchronized List<V> all() {
        return List.copyOf(values);
    }

    /** What was added so far is in the database. */
    synchronized void commit() {
        committed = values.size();
    }

    /** What was added since the last commit is not in the database. */
    synchronized void rollback() {
        while (values.size() > committed) {
            V last = values.remove(values.size() - 1);
            ids.remove(last, values.size() + 1);
        }
    }
}
