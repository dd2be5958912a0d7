package io.rempart.app.response;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.Query.ClassIs;
import io.rempart.events.query.Query.ClientIn;
import io.rempart.events.query.Query.TimeBetween;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.response.report.Observed;
import io.rempart.response.report.Observed.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the store saw an address do: the ground of a report. Only requests over an established connection count (ModSecurity's
 * and Coraza's records; of Suricata's, those with a request): the address of anything else can be forged.
 */
final class Observations {
    private static final Set<SourceClass> REPORTED =
            EnumSet.of(SourceClass.ATTACK, SourceClass.SCANNER, SourceClass.BAD_BOT, SourceClass.BRUTE_FORCE);
    private static final int MOST_EVENTS = 2_000;
    private static final int PAGE = 500;

    private final EventStore events;

    Observations(EventStore events) {
        this.events = events;
    }

    /** What an address did since a time, as the class it showed most; empty when nothing speaks against it. */
    Optional<Observed> of(IPAddress address, Instant since) {
        Query query =
                new Query.And(List.of(new ClientIn(address), new ClassIs(REPORTED), new TimeBetween(since, null)));
        Map<SourceClass, List<EventSummary>> byClass = new EnumMap<>(SourceClass.class);
        int seen = 0;
        Cursor cursor = null;
        do {
            EventPage page = events.search(query, cursor, PAGE, Duration.ofSeconds(2));
            for (EventSummary event : page.events()) {
                if (!event.method().isEmpty()) {
                    byClass.computeIfAbsent(event.sourceClass(), any -> new ArrayList<>())
                            .add(event);
                }
            }
            seen += page.events().size();
            cursor = page.next();
        } while (cursor != null && seen < MOST_EVENTS);
        return byClass.entrySet().stream()
                .max(Comparator.comparingInt((Map.Entry<SourceClass, List<EventSummary>> e) ->
                                e.getValue().size())
                        .thenComparing(e -> e.getKey(), Comparator.reverseOrder()))
                .map(most -> observed(address, most.getKey(), most.getValue()));
    }

    /** The list is newest first. */
    private static Observed observed(IPAddress address, SourceClass sourceClass, List<EventSummary> events) {
        Map<String, Integer> rules = new HashMap<>();
        Map<Target, Integer> targets = new HashMap<>();
        for (EventSummary event : events) {
            event.ruleIds().forEach(id -> rules.merge(id, 1, Integer::sum));
            targets.merge(new Target(event.method(), event.uri()), 1, Integer::sum);
        }
        return new Observed(
                address,
                sourceClass,
                events.size(),
                events.get(events.size() - 1).time(),
                events.get(0).time(),
                mostFrequent(rules, Comparator.naturalOrder()),
                mostFrequent(targets, Comparator.comparing(Target::uri).thenComparing(Target::method)));
    }

    private static <T> List<T> mostFrequent(Map<T, Integer> counts, Comparator<T> order) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<T, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry::getKey, order))
                .limit(50)
                .map(Map.Entry::getKey)
                .toList();
    }
}
