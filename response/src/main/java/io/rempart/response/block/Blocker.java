package io.rempart.response.block;

import io.rempart.response.address.Prefix;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A firewall that drops what comes from a set of prefixes. Used by one thread at a time. What it can't do is a {@link
 * BlockerException}; after one the firewall is as it was before (or, where a driver says so, partly changed, never emptied).
 */
public interface Blocker {
    /** Name as in the configuration: {@code nftables}. */
    String name();

    /** Why it can't work on this machine; empty when it can. */
    Optional<String> problem();

    /** Adds and takes away a few prefixes. An element that is there already gets the new end. */
    void change(Collection<Element> added, Collection<Prefix> removed);

    /** Makes the firewall hold exactly these, whatever it holds now, with no moment in between without them. */
    void swap(Collection<Element> wanted);

    /** What the firewall holds now. */
    Enforced read();

    /** Takes everything of ours out of the firewall. */
    void release();

    /**
     * A prefix to be dropped.
     *
     * @param until when the kernel may forget it by itself, should nobody be left to tell it; null for never
     */
    record Element(Prefix prefix, @Nullable Instant until) {}

    /** What was dropped of a prefix. */
    record Dropped(long packets, long bytes) {
        public static final Dropped NOTHING = new Dropped(0, 0);

        Dropped plus(Dropped other) {
            return new Dropped(packets + other.packets, bytes + other.bytes);
        }
    }

    /**
     * What a firewall holds.
     *
     * @param elements prefixes that are really dropped, with what was dropped of each
     * @param flaws what else is not as it should be, one sentence each: a rule that is missing, for which a swap is needed
     */
    record Enforced(Map<Prefix, Dropped> elements, List<String> flaws) {}
}
