package io.rempart.response.block;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the firewall stands, as the blocker sees it.
 *
 * @param driver name of the driver
 * @param store name of the store whose decisions it enforces; empty when it was told nothing yet
 * @param revision of the decisions it enforces
 * @param decisions how many are wanted
 * @param wanted how many prefixes that makes with the feeds, guarded addresses taken out
 * @param enforced how many of them the firewall held when it was last looked at
 * @param dropped packets dropped since the blocker started
 * @param lookedAt when the firewall was last compared; null before the first time
 * @param repaired how often it was not as it should have been
 * @param problem what is wrong now, one sentence; empty when nothing is
 * @param refusals decisions of which a guard leaves nothing, with the guard's key
 * @param feeds the lists of others that are enforced
 */
public record FirewallStatus(
        String driver,
        String store,
        long revision,
        int decisions,
        int wanted,
        int enforced,
        long dropped,
        @Nullable Instant lookedAt,
        long repaired,
        String problem,
        Map<Long, String> refusals,
        List<FeedStanding> feeds) {
    /**
     * A feed in the firewall.
     *
     * @param wanted how many prefixes it makes, guarded addresses taken out
     * @param dropped packets dropped because of it since the blocker started
     * @param until when it ends unless it is renewed
     */
    public record FeedStanding(String name, String version, int wanted, long dropped, Instant until) {}
}
