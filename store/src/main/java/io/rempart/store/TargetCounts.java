package io.rempart.store;

import io.rempart.events.model.SourceClass;
import io.rempart.events.store.StatisticsStore;
import io.rempart.events.store.StatisticsStore.AimedAt;
import io.rempart.events.store.StatisticsStore.TargetPage;
import io.rempart.events.store.StatisticsStore.TargetSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts paths of sites over the newest events of a period. Thread-safe. */
final class TargetCounts {
    private final Database database;

    TargetCounts(Database database) {
        this.database = database;
    }

    private record Key(String host, String path) {}

    TargetPage targets(TargetSearch search, Duration timeLimit) {
        Statistics.limitIsFine(search.limit());
        StringBuilder where = new StringBuilder("time BETWEEN ? AND ?");
        List<Object> parameters =
                new ArrayList<>(List.of(Times.micros(search.from()), QueryCompiler.ceilingMicros(search.to()) - 1));
        SourceClass sourceClass = search.sourceClass();
        if (sourceClass != null) {
            where.append(" AND class = ").append(Codes.of(sourceClass));
        }
        String host = search.host();
        if (host != null) {
            where.append(" AND host = ?");
            parameters.add(host);
        }
        Integer port = search.port();
        if (port != null) {
            where.append(" AND port = ?");
            parameters.add(port);
        }
        String newest = "SELECT host, path, class FROM event WHERE " + where + " ORDER BY time DESC LIMIT "
                + StatisticsStore.MOST_AIMED;
        Map<Key, Map<SourceClass, Long>> counts = new HashMap<>();
        long counted = database.read(timeLimit, (handle, connection) -> {
            long[] all = {0};
            Sql.each(
                    connection,
                    "SELECT host, path, class, COUNT(*) FROM (" + newest + ") newest GROUP BY host, path, class",
                    parameters,
                    row -> {
                        all[0] += row.getLong(4);
                        counts.computeIfAbsent(
                                        new Key(row.getString(1), row.getString(2)),
                                        any -> new EnumMap<>(SourceClass.class))
                                .merge(Codes.sourceClass(row.getInt(3)), row.getLong(4), Long::sum);
                    });
            return all[0];
        });
        List<AimedAt> targets = counts.entrySet().stream()
                .filter(entry -> !entry.getKey().path().isEmpty())
                .map(entry -> new AimedAt(
                        entry.getKey().host(),
                        entry.getKey().path(),
                        entry.getValue().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        entry.getValue()))
                .sorted(Comparator.comparingLong(AimedAt::events)
                        .reversed()
                        .thenComparing(AimedAt::host)
                        .thenComparing(AimedAt::path))
                .limit(search.limit())
                .toList();
        return new TargetPage(targets, counted);
    }
}
