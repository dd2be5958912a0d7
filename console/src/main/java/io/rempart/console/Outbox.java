package io.rempart.console;

import inet.ipaddr.IPAddress;
import io.rempart.console.Countermeasures.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Reports on their way to a public database; the reports themselves are in {@link ConsoleRooms#reports}. Sentences come in the
 * language of who asks. Thread-safe; all but {@link #lookUp} are quick.
 */
public interface Outbox {
    /** How it goes. */
    Standing standing();

    /** What would be told of an address, or why nothing may be. */
    Letter preview(IPAddress address, Locale language);

    /** The names of categories, as the database has them. */
    List<String> categoryNames(Collection<Integer> categories);

    /** Lets a held report go, and tries one that waits for a later time at the next pass; the rules of time still hold. */
    Outcome sendNow(long id, Actor actor);

    /** Keeps a waiting report until someone lets it go. */
    Outcome hold(long id, Actor actor);

    /** Gives a waiting report another text and other categories, after a look at what must not be public. */
    Outcome edit(long id, SortedSet<Integer> categories, String comment, Actor actor);

    /** Takes a waiting report back. */
    Outcome withdraw(long id, Actor actor);

    /** Takes back what waits of an address, and asks the database to delete what was sent: it was no attacker. */
    Outcome retract(IPAddress address, Actor actor);

    /** What the database knows of an address, asked over the network unless it was asked lately. */
    Reputation lookUp(IPAddress address);

    /**
     * @param unsettled of which nobody knows yet whether they arrived
     * @param pausedUntil null when nothing is paused
     * @param why what paused it; a sentence in English
     */
    record Standing(
            long held,
            long queued,
            long unsettled,
            long sent,
            int usedToday,
            int allowedToday,
            @Nullable Instant pausedUntil,
            String why) {}

    /**
     * @param problem why it can't be reported; empty when it can
     */
    record Letter(SortedSet<Integer> categories, String comment, Optional<String> problem) {}

    /**
     * What the database knows of an address.
     *
     * @param score 0 to 100; -1 when it is not known
     * @param reports how many reports of the last 90 days
     * @param reporters by how many people
     * @param usage what the address is used for, in the database's words
     * @param at when it was asked; null when it never was
     * @param problem why there is no fresh answer, a sentence in English; empty when there is one
     */
    record Reputation(
            int score,
            long reports,
            long reporters,
            String usage,
            String provider,
            @Nullable Instant lastReportedAt,
            @Nullable Instant at,
            String problem) {}
}
