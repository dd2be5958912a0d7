package io.rempart.store;

import io.rempart.events.store.StatisticsStore.Combination;
import io.rempart.events.store.StatisticsStore.CombinationPage;
import io.rempart.events.store.StatisticsStore.CombinationSearch;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which rule fires on which parameter of which path, counted over the newest events: attackers invent paths and parameters, so
 * no roll-up of them could be bounded. The events are read back in windows of time until the limit. Thread-safe.
 */
final class RuleCombinations {
    private static final int MOST_EVENTS = 50_000;
    private static final int MOST_COMBINATIONS = 50_000;
    private static final int STEP = 2_000;

    private final Database database;
    private final Dictionaries dictionaries;

    RuleCombinations(Database database, Dictionaries dictionaries) {
        this.database = database;
        this.dictionaries = dictionaries;
    }

    private static final Comparator<Key> KEYS = Comparator.comparing(Key::ruleId)
            .thenComparing(Key::parameter)
            .thenComparing(Key::host)
            .thenComparing(Key::path);

    private record Key(String ruleId, String parameter, String host, String path) {}

    private static final class Sum {
        long events;
        long falsePositives;
        long newest;
    }

    CombinationPage combinations(CombinationSearch search, Duration timeLimit) {
        Statistics.limitIsFine(search.limit());
        // A part of the time is for putting the answer in order.
        long deadline = System.nanoTime() + timeLimit.toNanos() * 3 / 4;
        return database.read((handle, connection) -> {
            dictionaries.refresh(connection);
            return new Count(connection, search, deadline).page();
        });
    }

    private final class Count {
        private final Connection connection;
        private final CombinationSearch search;
        private final long deadline;
        private final Map<Key, Sum> sums = new HashMap<>();
        private final @Nullable List<Integer> rules;
        private long counted;

        Count(Connection connection, CombinationSearch search, long deadline) {
            this.connection = connection;
            this.search = search;
            this.deadline = deadline;
            List<Integer> numbers = null;
            if (search.ruleId() != null) {
                numbers = new ArrayList<>();
                List<Dictionaries.Rule> all = dictionaries.rules.all();
                for (int i = 0; i < all.size(); i++) {
                    if (all.get(i).ruleId().equals(search.ruleId())) {
                        numbers.add(i + 1);
                    }
                }
            }
            this.rules = numbers;
        }

        CombinationPage page() throws SQLException {
            long from = Times.micros(search.from());
            long to = QueryCompiler.ceilingMicros(search.to()) - 1;
            Instant lookedBackTo = null;
            boolean first = true;
            while (to >= from && (rules == null || !rules.isEmpty())) {
                if (!first && System.nanoTime() - deadline >= 0 || counted >= MOST_EVENTS) {
                    lookedBackTo = Times.instant(to);
                    break;
                }
                first = false;
                long oldest = oldestOfStep(from, to);
                if (oldest == Long.MIN_VALUE) {
                    break;
                }
                read(oldest, to);
                to = oldest - 1;
            }
            List<Combination> combinations = sums.entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<Key, Sum> entry) -> entry.getValue().events)
                            .reversed()
                            .thenComparing(Map.Entry::getKey, KEYS))
                    .limit(search.limit())
                    .map(entry -> new Combination(
                            entry.getKey().ruleId(),
                            entry.getKey().parameter(),
                            entry.getKey().host(),
                            entry.getKey().path(),
                            entry.getValue().events,
                            entry.getValue().falsePositives,
                            entry.getValue().newest))
                    .toList();
            return new CombinationPage(combinations, counted, lookedBackTo);
        }

        private String hitsOfRules() {
            return rules == null
                    ? ""
                    : rules.stream().map(String::valueOf).collect(Collectors.joining(", ", "rule IN (", ") AND "));
        }

        /** The time of the last event of the next step; the least number when there is none. */
        private long oldestOfStep(long from, long to) throws SQLException {
            long[] oldest = {Long.MIN_VALUE};
            String table = rules == null ? "event" : "hit";
            Sql.each(
                    connection,
                    "SELECT MIN(time), COUNT(*) FROM (SELECT time FROM " + table + " WHERE " + hitsOfRules()
                            + "time BETWEEN ? AND ? ORDER BY time DESC LIMIT " + STEP + ") step",
                    List.of(from, to),
                    row -> {
                        if (row.getLong(2) > 0) {
                            oldest[0] = row.getLong(1);
                        }
                    });
            return oldest[0];
        }

        private void read(long from, long to) throws SQLException {
            StringBuilder sql = new StringBuilder("SELECT e.id, e.class, e.rules, e.parameters, e.host, e.path FROM ");
            List<Object> parameters = new ArrayList<>(List.of(from, to));
            if (rules == null) {
                sql.append("event e WHERE e.time BETWEEN ? AND ?");
            } else {
                sql.append("(SELECT DISTINCT time, digest FROM hit WHERE ")
                        .append(hitsOfRules())
                        .append("time BETWEEN ? AND ?) k ")
                        .append(database.dialect().orderedJoin())
                        .append(" event e ON e.time = k.time AND e.digest = k.digest WHERE 1 = 1");
            }
            if (search.sourceClass() != null) {
                sql.append(" AND e.class = ").append(Codes.of(search.sourceClass()));
            }
            if (search.host() != null) {
                sql.append(" AND e.host = ?");
                parameters.add(search.host());
            }
            Sql.each(connection, sql.toString(), parameters, this::count);
        }

        private void count(ResultSet row) throws SQLException {
            counted++;
            long id = row.getLong(1);
            boolean falsePositive = row.getInt(2) == Codes.of(io.rempart.events.model.SourceClass.FALSE_POSITIVE);
            int[] numbers = NumberList.numbers(row.getString(3));
            List<String> variables = row.getString(4).lines().toList();
            String host = row.getString(5);
            String path = row.getString(6);
            for (int i = 0; i < numbers.length; i++) {
                if (rules != null && !rules.contains(numbers[i])) {
                    continue;
                }
                String ruleId = dictionaries.rules.value(numbers[i]).ruleId();
                if (ruleId.isEmpty()) {
                    continue;
                }
                Key key = new Key(ruleId, i < variables.size() ? variables.get(i) : "", host, path);
                Sum sum = sums.get(key);
                if (sum == null) {
                    if (sums.size() >= MOST_COMBINATIONS) {
                        continue;
                    }
                    sum = new Sum();
                    sums.put(key, sum);
                }
                sum.events++;
                sum.falsePositives += falsePositive ? 1 : 0;
                sum.newest = Math.max(sum.newest, id);
            }
        }
    }
}
