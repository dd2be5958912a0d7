package io.rempart.response.notify;

import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.notice.NoticeStore.Queue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is told over which channels, and how often. Immutable.
 *
 * @param name as people write it
 * @param topics what is told
 * @param classes of incidents; empty for all
 * @param events how many an incident must have
 * @param severity an incident must be as severe; null for any
 * @param minimum nothing of a lower level is told
 * @param channels names of channels
 * @param perHour at most so many messages an hour over each channel; what comes meanwhile is put together
 * @param collect how long things are collected into one message; zero to tell at once
 * @param dailyAt tell once a day at this time instead; null for no
 * @param quiet when only what is critical is told; null for never
 * @param language of the messages: English or French
 */
public record NotifyRule(
        String name,
        Set<Topic> topics,
        Set<SourceClass> classes,
        long events,
        @Nullable Severity severity,
        Level minimum,
        List<String> channels,
        int perHour,
        Duration collect,
        @Nullable LocalTime dailyAt,
        @Nullable Quiet quiet,
        Locale language) {
    /** A time of each day; over midnight when it ends before it begins. */
    public record Quiet(LocalTime from, LocalTime to) {
        boolean holds(LocalTime time) {
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }
    }

    /** Whether it wants this told. */
    boolean wants(Happening happening) {
        return topics.contains(happening.topic())
                && happening.level().compareTo(minimum) >= 0
                && (happening.topic() != Topic.INCIDENT || wantsIncident(happening));
    }

    private boolean wantsIncident(Happening happening) {
        Severity found = happening.severity();
        return happening.events() >= events
                && (classes.isEmpty() || classes.contains(happening.sourceClass()))
                // The first is the gravest.
                && (severity == null || found != null && found.compareTo(severity) <= 0);
    }

    /**
     * Whether a message of what waits may be made now.
     *
     * @param formedInHour how many were made in the last hour
     */
    boolean isDue(Queue queue, Instant now, ZoneId zone, int formedInHour) {
        if (formedInHour >= perHour) {
            return false;
        }
        ZonedDateTime local = now.atZone(zone);
        if (quiet != null && queue.level() != Level.CRITICAL && quiet.holds(local.toLocalTime())) {
            return false;
        }
        if (dailyAt != null) {
            ZonedDateTime last = local.with(dailyAt);
            last = last.isAfter(local) ? last.minusDays(1) : last;
            return queue.first().isBefore(last.toInstant());
        }
        return !queue.first().plus(collect).isAfter(now);
    }
}
