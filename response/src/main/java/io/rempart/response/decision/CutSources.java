package io.rempart.response.decision;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Target;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.response.address.AddressSet;
import io.rempart.response.address.Bits;
import io.rempart.response.decision.WhoIsCut.Source;
import io.rempart.response.guard.GuardedAddresses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks in the stored events for who would be cut by a block. Thread-safe; bounded in sources and time. */
final class CutSources {
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final EventStore events;
    private final Duration lookBack;
    private final Clock clock;

    CutSources(EventStore events, Duration lookBack, Clock clock) {
        this.events = events;
        this.lookBack = lookBack;
        this.clock = clock;
    }

    WhoIsCut of(Target target, AddressSet addresses, List<GuardedAddresses> spared) {
        Instant now = clock.instant();
        long sources = 0;
        long all = 0;
        long legitimate = 0;
        List<Source> cut = new ArrayList<>();
        SourceSummary last = null;
        boolean isComplete = false;
        for (int page = 0; page < MOST_PAGES && !isComplete; page++) {
            SourcePage found = events.sources(
                    new SourceSearch(
                            now.minus(lookBack),
                            now.plus(Duration.ofHours(1)),
                            null,
                            block(target, addresses),
                            last == null ? null : last.events(),
                            last == null ? null : last.client(),
                            PAGE),
                    LIMIT);
            for (SourceSummary source : found.sources()) {
                last = source;
                if (!isMeant(target, addresses, source)) {
                    continue;
                }
                long fine = source.byClass().getOrDefault(SourceClass.UNCLASSIFIED, 0L)
                        + source.byClass().getOrDefault(SourceClass.FALSE_POSITIVE, 0L)
                        + source.byClass().getOrDefault(SourceClass.GOOD_BOT, 0L);
                sources++;
                all += source.events();
                legitimate += fine;
                if (fine > 0) {
                    cut.add(new Source(
                            source.client(), source.country(), source.organisation(), fine, source.events()));
                }
            }
            isComplete = !found.more();
        }
        cut.sort(Comparator.comparingLong(Source::legitimate).reversed());
        return new WhoIsCut(
                target,
                lookBack,
                sources,
                all,
                legitimate,
                List.copyOf(cut.subList(0, Math.min(cut.size(), WhoIsCut.MOST_SHOWN))),
                isComplete,
                spared);
    }

    /** The block that holds the target, where it is one range; the store looks only there. */
    private static @Nullable IPAddress block(Target target, AddressSet addresses) {
        if (!(target instanceof Target.Range range) || addresses.isEmpty()) {
            return null;
        }
        IPAddress block = range.first().spanWithRange(range.last()).coverWithPrefixBlock();
        return block.isMultiple() ? block.toPrefixBlock() : block;
    }

    private static boolean isMeant(Target target, AddressSet addresses, SourceSummary source) {
        if (target instanceof Target.Network network) {
            return source.asn() == network.asn();
        }
        if (target instanceof Target.Country country) {
            return source.country().equals(country.code());
        }
        Bits client = Bits.of(source.client());
        return addresses.spans().stream().anyMatch(span -> span.contains(client));
    }
}
