package io.rempart.console.api;

import io.rempart.console.ConsoleSettings;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads searches and periods of requests. Thread-safe. */
final class Searches {
    /** How long one answer may look; a list that ends for time says how far it looked and where it goes on. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ConsoleSettings settings;
    private final Clock clock;

    Searches(ConsoleSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** From inclusive, to exclusive. */
    record Span(Instant from, Instant to) {
        Span before() {
            return new Span(from.minus(Duration.between(from, to)), from);
        }
    }

    ZoneId zone() {
        return settings.zone();
    }

    Instant now() {
        return clock.instant();
    }

    /** The events that {@code q}, {@code from}, {@code to} and {@code host} ask for. */
    Query query(Asked asked) {
        return query(asked.text("q"), asked.time("from"), asked.time("to"), asked.text("host"));
    }

    Query query(String text, @Nullable Instant from, @Nullable Instant to, String host) {
        List<Query> parts = new ArrayList<>();
        if (!text.isBlank()) {
            parts.add(QueryParser.parse(text, clock.instant(), settings.zone()));
        }
        if (from != null || to != null) {
            ordered(from, to);
            parts.add(new Query.TimeBetween(from, to));
        }
        if (!host.isEmpty()) {
            parts.add(new Query.TextIs(Query.TextField.HOST, Query.TextPattern.exactly(host)));
        }
        return switch (parts.size()) {
            case 0 -> new Query.All();
            case 1 -> parts.get(0);
            default -> new Query.And(List.copyOf(parts));
        };
    }

    /** The period that {@code from} and {@code to} ask for; the days before now when they don't. */
    Span span(Asked asked, int days) {
        Instant from = asked.time("from");
        Instant to = asked.time("to");
        Instant end = to == null ? now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS) : to;
        Instant begin = from == null ? end.minus(days, ChronoUnit.DAYS) : from;
        ordered(begin, end);
        return new Span(begin, end);
    }

    private static void ordered(@Nullable Instant from, @Nullable Instant to) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw Asked.bad("to", to.toString(), "> from");
        }
    }
}
