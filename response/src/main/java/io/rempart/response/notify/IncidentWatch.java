package io.rempart.response.notify;

import io.rempart.events.model.Severity;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.query.Query;
import io.rempart.events.store.Counted;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.IncidentStore.Incident;
import io.rempart.events.store.IncidentStore.IncidentCursor;
import io.rempart.events.store.IncidentStore.IncidentPage;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tells of incidents. One is looked at again while it grows, so that a rule that wants 100 events hears of it at the hundredth.
 * At each look the newest {@value #MOST_A_LOOK} incidents of the last day that wait in the inbox are looked at; what ended before
 * telling began is told to nobody.
 */
public final class IncidentWatch implements Watch {
    private static final int PAGE = 200;
    private static final int MOST_A_LOOK = 2_000;
    private static final int MOST_REMEMBERED = 20_000;
    private static final int MOST_NAMED = 3;
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration LOOKED_BACK = Duration.ofDays(1);

    private final Teller teller;
    private final IncidentStore incidents;
    private final Clock clock;
    private final Instant since;
    /** How many events an incident had when it was last told of; the store remembers what was told to whom. */
    private final Map<Long, Long> looked = new LinkedHashMap<>(16, 0.75F, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    public IncidentWatch(Teller teller, IncidentStore incidents, EventStore settings, Clock clock) {
        this.teller = teller;
        this.incidents = incidents;
        this.clock = clock;
        this.since = FirstTime.of(settings, clock);
    }

    @Override
    public void look() {
        Instant from = clock.instant().minus(LOOKED_BACK);
        IncidentSearch search =
                IncidentSearch.INBOX.withQuery(new Query.TimeBetween(from.isBefore(since) ? since : from, null));
        IncidentCursor cursor = null;
        int seen = 0;
        do {
            IncidentPage page = incidents.incidents(search, cursor, PAGE, LIMIT);
            for (Incident incident : page.incidents()) {
                Long before = looked.put(incident.id(), incident.events());
                if (before == null || before != incident.events()) {
                    teller.tell(happening(incident));
                }
            }
            seen += page.incidents().size();
            cursor = page.next();
        } while (cursor != null && seen < MOST_A_LOOK);
    }

    private static Happening happening(Incident incident) {
        Severity severity = incident.severity();
        boolean isGrave = severity != null && severity.compareTo(Severity.CRITICAL) <= 0;
        return new Happening(
                Topic.INCIDENT,
                isGrave ? Level.WARNING : Level.INFO,
                "incident:" + incident.id(),
                "incident",
                List.of(
                        new Plain(Long.toString(incident.id())),
                        incident.sourceClass(),
                        incident.client(),
                        incident.events(),
                        named(incident.paths()),
                        named(incident.hosts())),
                incident.sourceClass(),
                incident.events(),
                severity);
    }

    /** Paths without what may follow them: a query may hold what is nobody's business. */
    private static String named(List<Counted> values) {
        return values.stream()
                .limit(MOST_NAMED)
                .map(value -> value.value().replaceAll("[?#].*", ""))
                .collect(Collectors.joining(" "));
    }
}
