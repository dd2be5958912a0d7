package io.rempart.response.guard;

import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StoreException;
import io.rempart.response.address.AddressSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Robots of search engines whose address was confirmed by DNS (class {@code good-bot}) in the last seven days, the most active
 * {@value #MOST}. Asks the store once a minute; what it said stays when it does not answer. Thread-safe.
 */
public final class CrawlerGuards implements GuardSource {
    private static final int MOST = 2_000;
    private static final Duration PERIOD = Duration.ofDays(7);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final EventStore events;
    private final Clock clock;
    private List<GuardedAddresses> known = List.of();
    private Instant again = Instant.MIN;

    public CrawlerGuards(EventStore events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public synchronized List<GuardedAddresses> guarded() {
        Instant now = clock.instant();
        if (now.isBefore(again)) {
            return known;
        }
        again = now.plus(AGAIN);
        try {
            SourcePage page = events.sources(
                    new SourceSearch(
                            now.minus(PERIOD),
                            now.plus(Duration.ofHours(1)),
                            SourceClass.GOOD_BOT,
                            null,
                            null,
                            null,
                            MOST),
                    LIMIT);
            AddressSet addresses = AddressSet.ofBlocks(
                    page.sources().stream().map(SourceSummary::client).toList());
            known = addresses.isEmpty()
                    ? List.of()
                    : List.of(new GuardedAddresses(Guard.VERIFIED_CRAWLER, addresses, ""));
        } catch (StoreException e) {
            // As it was; asked again in a minute.
        }
        return known;
    }
}
