package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.store.EventStore.CountRow;
import io.rempart.events.store.EventStore.CountSearch;
import io.rempart.events.store.EventStore.Dimension;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.RequestRefused;
import io.rempart.events.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Counts from the hourly roll-ups. Thread-safe. */
final class Statistics {
    private static final int LISTED_NUMBERS = 3_000;

    private final Database database;
    private final Dictionaries dictionaries;

    Statistics(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    long eventCount() {
        return database.read(
                (handle, connection) -> Sql.number(connection, "SELECT COALESCE(SUM(events), 0) FROM rollup_hour"));
    }

    // ---- sources

    static void inBlock(@Nullable IPAddress block, StringBuilder sql, List<Object> parameters) {
        if (block == null) {
            return;
        }
        sql.append(" AND client BETWEEN ? AND ?");
        parameters.add(Addresses.lowest(block));
        parameters.add(Addresses.highest(block));
        if (Addresses.coversIpv4(block)) {
            sql.append(" AND NOT (client BETWEEN ? AND ?)");
            parameters.add(Addresses.lowestIpv4());
            parameters.add(Addresses.highestIpv4());
        }
    }

    static SourceSummary withNetwork(Connection connection, SourceSummary counted) throws SQLException {
        SourceSummary[] summary = {counted};
        Sql.each(
                connection,
                "SELECT country, asn, organisation FROM source WHERE client = ?",
                List.of((Object) Objects.requireNonNull(Addresses.bytes(counted.client()))),
                row -> summary[0] = new SourceSummary(
                        counted.client(),
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        counted.events(),
                        counted.blocked(),
                        counted.byClass(),
                        counted.firstSeen(),
                        counted.lastSeen()));
        return summary[0];
    }

    /** The hours of a period, widened to whole ones. */
    private static List<Object> hours(Instant from, Instant to) {
        List<Object> hours = new ArrayList<>();
        hours.add(Times.hour(Times.micros(from)));
        hours.add(Times.hour(QueryCompiler.ceilingMicros(to) - 1));
        return hours;
    }

    // ---- counts

    /** Buckets begin at {@code from}, cut to its hour, so that days begin where the reader's days begin. */
    List<CountRow> counts(CountSearch search, Duration timeLimit) {
        limitIsFine(search.limit());
        boolean byRule = search.by().contains(Dimension.RULE);
        if (byRule) {
            for (Dimension dimension : search.by()) {
                if (dimension == Dimension.COUNTRY
                        || dimension == Dimension.LOG_SOURCE
                        || dimension == Dimension.DISPOSITION) {
                    throw new RequestRefused("Rules are counted by class, host and port, not by "
                            + dimension.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ".");
                }
            }
        }
        long bucketHours =
                search.bucket() == null ? 0 : Math.max(1, search.bucket().toHours());
        return database.read(timeLimit, (handle, connection) -> {
            dictionaries.refresh(connection);
            List<Object> hours = hours(search.from(), search.to());
            long firstHour = (Long) hours.get(0);
            List<String> keys = new ArrayList<>();
            if (bucketHours > 0) {
                // All supported databases cut towards zero, and hour - firstHour is never negative.
                keys.add(
                        database.dialect() instanceof MariadbDialect
                                ? "(r.hour - " + firstHour + ") DIV " + bucketHours
                                : "(r.hour - " + firstHour + ") / " + bucketHours);
            }
            search.by().forEach(dimension -> keys.add(column(dimension)));
            StringBuilder sql = new StringBuilder("SELECT SUM(r.events) AS counted");
            for (int i = 0; i < keys.size(); i++) {
                sql.append(", ").append(keys.get(i)).append(" AS k").append(i);
            }
            boolean bySite = search.by().stream()
                    .allMatch(d -> d == Dimension.CLASS || d == Dimension.HOST || d == Dimension.PORT);
            sql.append(" FROM ")
                    .append(byRule ? "rollup_rule" : bySite ? "rollup_site" : "rollup_traffic")
                    .append(" r");
            sql.append(" JOIN facet f ON f.id = r.facet");
            if (byRule) {
                sql.append(" JOIN rule u ON u.id = r.rule");
            }
            sql.append(" WHERE r.hour BETWEEN ? AND ?");
            List<Object> parameters = new ArrayList<>(hours);
            if (search.host() != null) {
                sql.append(" AND f.host = ?");
                parameters.add(search.host());
            }
            if (search.port() != null) {
                sql.append(" AND f.port = ?");
                parameters.add(search.port());
            }
            for (int i = 0; i < keys.size(); i++) {
                sql.append(i == 0 ? " GROUP BY k" : ", k").append(i);
            }
            sql.append(" ORDER BY ").append(bucketHours > 0 ? "k0, " : "").append("counted DESC");
            for (int i = bucketHours > 0 ? 1 : 0; i < keys.size(); i++) {
                sql.append(", k").append(i);
            }
            sql.append(" LIMIT ").append(search.limit());
            List<CountRow> rows = new ArrayList<>();
            Sql.each(connection, timeLimited(sql.toString(), timeLimit), parameters, row -> {
                if (row.getObject(1) != null) {
                    rows.add(countRow(row, search, bucketHours, firstHour));
                }
            });
            return rows;
        });
    }

    private CountRow countRow(ResultSet row, CountSearch search, long bucketHours, long firstHour) throws SQLException {
        int column = 2;
        Instant start = null;
        if (bucketHours > 0) {
            start = Times.instant(Times.startOfHour(firstHour + row.getLong(column++) * bucketHours));
        }
        List<String> values = new ArrayList<>();
        for (Dimension dimension : search.by()) {
            values.add(
                    switch (dimension) {
                        case CLASS -> Codes.sourceClass(row.getInt(column)).key();
                        case LOG_SOURCE -> dictionaries.logSources.value(row.getInt(column));
                        case DISPOSITION ->
                            Codes.disposition(row.getInt(column)).name().toLowerCase(Locale.ROOT);
                        default -> row.getString(column);
                    });
            column++;
        }
        return new CountRow(start, values, row.getLong(1));
    }

    private static String column(Dimension dimension) {
        return switch (dimension) {
            case CLASS -> "f.class";
            case HOST -> "f.host";
            case PORT -> "f.port";
            case COUNTRY -> "f.country";
            case LOG_SOURCE -> "f.log_source";
            case DISPOSITION -> "f.disposition";
            case RULE -> "u.rule_id";
        };
    }

    private String timeLimited(String sql, Duration timeLimit) {
        return database.dialect().timeLimited(sql, Math.max(1, timeLimit.toMillis()));
    }

    /** A condition for numbers in a row: each by itself, for a key that goes on after them, or a range where they are many. */
    static String among(String column, long first, long last) {
        if (last - first >= LISTED_NUMBERS) {
            return column + " BETWEEN " + first + " AND " + last;
        }
        return LongStream.rangeClosed(first, last)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", ", column + " IN (", ")"));
    }

    static void limitIsFine(int limit) {
        if (limit < 1 || limit > 100_000) {
            throw new StoreException("An answer has 1 to 100,000 rows, not " + limit + ".");
        }
    }
}
