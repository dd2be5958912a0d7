package io.rempart.app.response;

import io.rempart.console.LogReport;
import io.rempart.events.notice.Notice.Level;
import io.rempart.response.notify.Condition;
import io.rempart.response.notify.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is wrong with the reading of logs: one that gave events and gives none for a day, one that can't be read, one whose stored
 * events are old, one that gives records that can't be read. Used by one thread.
 */
final class LogConditions implements Supplier<List<Condition>> {
    private static final Duration SILENT = Duration.ofDays(1);
    private static final Duration BEHIND = Duration.ofMinutes(5);
    private static final Duration GROWTH = Duration.ofHours(1);
    private static final Duration SAMPLE = Duration.ofMinutes(1);
    private static final long UNREADABLE = 10;
    /** A log that is busy this often a day is not silent by nature. */
    private static final long TALKATIVE = 20;

    private final Supplier<List<LogReport>> logs;
    private final Clock clock;
    private final Map<String, Deque<Sample>> quarantined = new HashMap<>();

    private record Sample(Instant at, long count) {}

    LogConditions(Supplier<List<LogReport>> logs, Clock clock) {
        this.logs = logs;
        this.clock = clock;
    }

    @Override
    public List<Condition> get() {
        Instant now = clock.instant();
        List<Condition> conditions = new ArrayList<>();
        for (LogReport log : logs.get()) {
            String name = log.entry().logSource();
            if (!log.following()) {
                continue;
            }
            String error = log.lastError();
            if (error != null) {
                conditions.add(Condition.about(Topic.LOG_SILENT, Level.CRITICAL, "log.error", name, error));
            }
            Instant last = log.entry().newestEvent();
            if (last != null
                    && log.entry().stored() >= TALKATIVE
                    && last.plus(SILENT).isBefore(now)) {
                conditions.add(Condition.about(
                        Topic.LOG_SILENT, Level.WARNING, "log.silent", name, Duration.between(last, now)));
            }
            if (log.secondsBehind() > BEHIND.toSeconds()) {
                conditions.add(Condition.about(
                        Topic.LOG_BEHIND, Level.WARNING, "log.behind", name, Duration.ofSeconds(log.secondsBehind())));
            }
            long grown = grown(name, log.entry().quarantined(), now);
            if (grown >= UNREADABLE) {
                conditions.add(Condition.about(Topic.QUARANTINE, Level.WARNING, "quarantine", name, grown));
            }
        }
        return conditions;
    }

    /** How many more there are than an hour ago, or than when we began to look. */
    private long grown(String name, long count, Instant now) {
        Deque<Sample> samples = quarantined.computeIfAbsent(name, key -> new ArrayDeque<>());
        if (samples.isEmpty() || !samples.getLast().at().plus(SAMPLE).isAfter(now)) {
            samples.addLast(new Sample(now, count));
        }
        while (samples.size() > 1 && samples.getFirst().at().plus(GROWTH).isBefore(now)) {
            samples.removeFirst();
        }
        return count - samples.getFirst().count();
    }
}
