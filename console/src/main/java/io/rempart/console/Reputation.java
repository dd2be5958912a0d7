package io.rempart.console;

import inet.ipaddr.IPAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a public database knows of addresses. Thread-safe. */
public interface Reputation {
    /** What is kept of an earlier look-up; asks nobody. */
    Optional<Answer> kept(IPAddress address);

    /** Asks now, within the allowance of the day; what is kept when that is not possible. It may take half a minute. */
    Answer ask(IPAddress address);

    /**
     * What is known.
     *
     * @param network the same of the network around it; empty when it was not asked
     * @param others addresses of the network that were reported too, the worst first, at most 10
     * @param at when the service said so; null when it never did
     * @param problem why there is no newer answer; empty when there is none
     */
    record Answer(
            @Nullable Known known,
            @Nullable Network network,
            List<Other> others,
            @Nullable Instant at,
            String problem) {}

    /**
     * @param confidence 0 to 100 percent
     * @param lastReported null for never
     */
    record Known(
            int confidence,
            long reports,
            long reporters,
            @Nullable Instant lastReported,
            String usage) {}

    /** @param addresses how many of its addresses were reported */
    record Network(String block, long addresses) {}

    /** A neighbour that was reported. */
    record Other(String address, int confidence, long reports) {}
}
