package io.rempart.response.policy;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.response.address.AddressSet;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.response.guard.Guards;
import io.rempart.response.policy.Simulation.Blocked;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Runs a policy over stored events without blocking anybody. Thread-safe; bounded in events and time. */
public final class Simulator {
    private static final int PAGE = 1_000;
    private static final int MOST_EVENTS = 500_000;
    private static final Duration PAGE_LIMIT = Duration.ofSeconds(5);

    private final EventStore store;
    private final GuardSource guards;
    private final Clock clock;

    public Simulator(EventStore store, GuardSource guards, Clock clock) {
        this.store = store;
        this.guards = guards;
        this.clock = clock;
    }

    public Simulation simulate(Policy policy, Query loggedIn, Duration period) {
        Instant now = clock.instant();
        Instant from = now.minus(period);
        List<GuardedAddresses> guarded = guards.guarded();
        Guards all = Guards.of(guarded);
        Sightings sightings = new Sightings(policy.events(), policy.within());
        Map<IPAddress, Long> counts = new HashMap<>();
        Set<IPAddress> blocked = new HashSet<>();
        Set<IPAddress> spared = new HashSet<>();
        long[] events = {0};
        boolean isComplete = each(PolicyQuery.of(policy, from, null), event -> {
            IPAddress client = event.client();
            if (client == null || event.confidence() < policy.confidence()) {
                return;
            }
            events[0]++;
            counts.merge(client, 1L, Long::sum);
            if (sightings.add(client, ChronoUnit.MICROS.between(Instant.EPOCH, event.time()))) {
                boolean isGuarded =
                        all.refusal(AddressSet.ofBlocks(List.of(client)), false).isPresent();
                (isGuarded ? spared : blocked).add(client);
            }
        });
        Set<IPAddress> people = people(loggedIn, from, guarded, blocked);
        List<Blocked> shown = blocked.stream()
                .map(address -> new Blocked(address, counts.getOrDefault(address, 0L), people.contains(address)))
                .sorted(Comparator.comparingLong(Blocked::events).reversed())
                .limit(Simulation.MOST_SHOWN)
                .toList();
        return new Simulation(
                policy.name(),
                period,
                blocked.size(),
                people.size(),
                spared.size(),
                legitimate(blocked, from, now),
                events[0],
                shown,
                isComplete);
    }

    /** Of the blocked, those who ever logged in: to a site, or to the console. */
    private Set<IPAddress> people(
            Query loggedIn, Instant from, List<GuardedAddresses> guarded, Set<IPAddress> blocked) {
        Set<IPAddress> people = new HashSet<>();
        if (blocked.isEmpty()) {
            return people;
        }
        each(new Query.And(List.of(loggedIn, new Query.TimeBetween(from, null))), event -> {
            IPAddress client = event.client();
            if (client != null && blocked.contains(client)) {
                people.add(client);
            }
        });
        for (GuardedAddresses addresses : guarded) {
            if (addresses.guard() == Guard.ADMINISTRATOR) {
                blocked.stream().filter(addresses.addresses()::contains).forEach(people::add);
            }
        }
        return people;
    }

    private long legitimate(Set<IPAddress> blocked, Instant from, Instant now) {
        long legitimate = 0;
        SourceSummary last = null;
        boolean more = !blocked.isEmpty();
        for (int page = 0; page < 50 && more; page++) {
            SourcePage found = store.sources(
                    new SourceSearch(
                            from,
                            now.plus(Duration.ofHours(1)),
                            null,
                            null,
                            last == null ? null : last.events(),
                            last == null ? null : last.client(),
                            PAGE),
                    PAGE_LIMIT);
            for (SourceSummary source : found.sources()) {
                last = source;
                if (blocked.contains(source.client())) {
                    legitimate += source.byClass().getOrDefault(SourceClass.UNCLASSIFIED, 0L)
                            + source.byClass().getOrDefault(SourceClass.FALSE_POSITIVE, 0L)
                            + source.byClass().getOrDefault(SourceClass.GOOD_BOT, 0L);
                }
            }
            more = found.more();
        }
        return legitimate;
    }

    /** Newest first; whether all were seen. */
    private boolean each(Query query, Consumer<EventSummary> reader) {
        Cursor cursor = null;
        for (int seen = 0; seen < MOST_EVENTS; ) {
            EventPage page = store.search(query, cursor, PAGE, PAGE_LIMIT);
            page.events().forEach(reader);
            seen += page.events().size();
            cursor = page.next();
            if (cursor == null) {
                return true;
            }
        }
        return false;
    }
}
