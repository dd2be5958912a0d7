package io.rempart.response.decision;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Target;
import io.rempart.response.guard.GuardedAddresses;
import java.time.Duration;
import java.util.List;

/**
 * Who would be cut by a block, as far as the stored events tell.
 *
 * @param period how far back was looked
 * @param sources different addresses that were seen from there
 * @param events all events from there
 * @param legitimate events that nothing speaks against: unclassified, judged false positives, confirmed crawlers
 * @param cut sources with such events, those with the most first, at most {@value #MOST_SHOWN}
 * @param isComplete false when there were too many sources to look at
 * @param spared guarded addresses inside, which stay open
 */
public record WhoIsCut(
        Target target,
        Duration period,
        long sources,
        long events,
        long legitimate,
        List<Source> cut,
        boolean isComplete,
        List<GuardedAddresses> spared) {
    public static final int MOST_SHOWN = 20;

    /** One source that would be cut. */
    public record Source(IPAddress address, String country, String organisation, long legitimate, long events) {}
}
