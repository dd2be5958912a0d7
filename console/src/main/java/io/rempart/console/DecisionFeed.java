package io.rempart.console;

import inet.ipaddr.IPAddress;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lists of others that come in, and our blocks that go out to the bouncers of other machines. Thread-safe. */
public interface DecisionFeed {
    /**
     * A block as a bouncer is told of it.
     *
     * @param scope {@code Ip}, {@code Range}, {@code AS}, {@code Country}
     * @param left how long it still lasts, as far as bouncers are told; not positive when it ended
     */
    record Item(long id, String origin, String scope, String value, String scenario, Duration left) {}

    /**
     * What a bouncer is told.
     *
     * @param gone to be taken out first
     * @param added to be put in then
     * @param mark for {@link #pulled}
     */
    record Changes(List<Item> added, List<Item> gone, String mark) {}

    /** What is in force now. */
    List<Item> inForce();

    /** Everything, for a bouncer that starts. */
    Changes everything();

    /** What changed since the bouncer was last told; everything when it is not known. */
    Changes changes(String bouncer, String address);

    /** Notes that the bouncer was told. Called once the answer is on its way. */
    void pulled(String bouncer, String address, String agent, String mark);

    /** A list of what is in force now: {@code txt} or {@code nft}. */
    Written list(String form);

    /**
     * A list that is written when it is wanted.
     *
     * @param mark the same as long as the list names the same
     */
    record Written(String mark, Writing writing) {}

    /** Writes a list. */
    interface Writing {
        void to(Writer out) throws IOException;
    }

    /** The bouncers that asked, the last one first. */
    List<Bouncer> bouncers();

    /** The lists of others, in the order of the configuration. */
    List<Incoming> incoming(Locale language);

    /** Which lists of others name this address. */
    List<Listing> listing(IPAddress address);

    /** @param agent what it says it is; its own words */
    record Bouncer(String name, String address, String agent, Instant pulledAt) {}

    /** @param isEnforced whether what the list names is blocked, rather than shown alone */
    record Listing(String feed, boolean isEnforced) {}

    /**
     * A list of others.
     *
     * @param state current, behind, ended, empty
     * @param enforced how many ranges the firewall holds because of it; -1 when it could not be asked
     * @param dropped packets dropped because of it; -1 likewise
     * @param problem what was wrong the last time, a sentence; empty when nothing was
     */
    record Incoming(
            String name,
            String source,
            boolean isEnforced,
            String state,
            int entries,
            int refusedLines,
            long enforced,
            long dropped,
            @Nullable Instant currentAt,
            @Nullable Instant endsAt,
            @Nullable Instant nextAt,
            String problem) {}
}
