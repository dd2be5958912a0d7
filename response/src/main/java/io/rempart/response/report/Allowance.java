package io.rempart.response.report;

import io.rempart.events.report.ReportStore;
import io.rempart.events.report.ReportStore.Usage;
import java.time.Clock;
import java.time.Instant;

/**
 * What may still be asked of each endpoint today: the plan's daily numbers by days of UTC, and the pauses the service asked
 * for. Lives in the store, so that a restart forgets nothing. Thread-safe.
 */
final class Allowance {
    private static final long DAY_SECONDS = 86_400;

    private final ReportStore store;
    private final Plan plan;
    private final Clock clock;

    Allowance(ReportStore store, Plan plan, Clock clock) {
        this.store = store;
        this.plan = plan;
        this.clock = clock;
    }

    /** How many requests may be made now; 0 while the endpoint is paused. */
    int left(Endpoint endpoint) {
        Usage usage = usage(endpoint);
        return clock.instant().isBefore(usage.pausedUntil()) ? 0 : Math.max(0, plan.daily(endpoint) - usage.used());
    }

    /** Counts a request, before it is made. */
    void use(Endpoint endpoint) {
        Usage usage = usage(endpoint);
        store.setUsage(new Usage(
                usage.endpoint(), usage.day(), usage.used() + 1, clock.instant(), usage.pausedUntil(), usage.why()));
    }

    void pause(Endpoint endpoint, Instant until, String why) {
        Usage usage = usage(endpoint);
        store.setUsage(new Usage(usage.endpoint(), usage.day(), usage.used(), usage.lastAt(), until, why));
    }

    /** Today's, from nothing when none was stored. */
    Usage usage(Endpoint endpoint) {
        long today = Math.floorDiv(clock.instant().getEpochSecond(), DAY_SECONDS);
        Usage stored = store.usage(endpoint.path())
                .orElse(new Usage(endpoint.path(), today, 0, Instant.EPOCH, Instant.EPOCH, ""));
        return stored.day() == today
                ? stored
                : new Usage(stored.endpoint(), today, 0, stored.lastAt(), stored.pausedUntil(), stored.why());
    }
}
