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
 * language of who asks. Thread-safe; all are quick.
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
}
