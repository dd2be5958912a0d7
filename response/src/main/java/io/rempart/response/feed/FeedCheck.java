package io.rempart.response.feed;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.response.address.AddressSet;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.response.guard.Guards;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a list would do, before it does anything: what of it is guarded, and which sources of the last days it would cut that did
 * nothing wrong.
 *
 * @param addresses what is listed, merged
 * @param problem why it would be refused; empty when it would not
 * @param guarded what of it would never be enforced
 * @param legitimate listed sources with legitimate requests, most first, at most {@value #MOST_SHOWN}
 * @param legitimateSources how many of them there are
 * @param isComplete false when there are more sources than were looked at
 */
public record FeedCheck(
        FeedReading reading,
        AddressSet addresses,
        Optional<FeedProblem> problem,
        List<GuardedAddresses> guarded,
        List<Source> legitimate,
        int legitimateSources,
        boolean isComplete) {
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 20;
    private static final int MOST_SHOWN = 20;
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** @param legitimate its requests that are not classified as wrong */
    public record Source(IPAddress address, long legitimate, long events) {}

    /** @param lookBack how far back sources are looked for */
    public static FeedCheck of(
            FeedReading reading,
            FeedSettings settings,
            GuardSource guards,
            EventStore events,
            Duration lookBack,
            Clock clock) {
        AddressSet addresses = reading.addresses();
        List<Source> legitimate = new ArrayList<>();
        boolean isComplete = false;
        Instant now = clock.instant();
        SourceSummary last = null;
        for (int page = 0; page < MOST_PAGES && !isComplete; page++) {
            SourcePage found = events.sources(
                    new SourceSearch(
                            now.minus(lookBack),
                            now.plus(Duration.ofHours(1)),
                            null,
                            null,
                            last == null ? null : last.events(),
                            last == null ? null : last.client(),
                            PAGE),
                    LIMIT);
            for (SourceSummary source : found.sources()) {
                last = source;
                long fine = source.byClass().getOrDefault(SourceClass.UNCLASSIFIED, 0L)
                        + source.byClass().getOrDefault(SourceClass.FALSE_POSITIVE, 0L)
                        + source.byClass().getOrDefault(SourceClass.GOOD_BOT, 0L);
                if (fine > 0 && addresses.contains(source.client())) {
                    legitimate.add(new Source(source.client(), fine, source.events()));
                }
            }
            isComplete = !found.more();
        }
        legitimate.sort(Comparator.comparingLong(Source::legitimate).reversed());
        return new FeedCheck(
                reading,
                addresses,
                Feeds.problem(reading, settings),
                Guards.of(guards.guarded()).inTheWay(addresses, false),
                List.copyOf(legitimate.subList(0, Math.min(legitimate.size(), MOST_SHOWN))),
                legitimate.size(),
                isComplete);
    }
}
