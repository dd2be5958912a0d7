package io.rempart.response.report;

import inet.ipaddr.IPAddress;
import io.rempart.events.report.Report;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Reports addresses to a public database, and asks it about them. What is to be reported waits in the store until it may go.
 * Thread-safe. What a person must mend is a {@link ReportProblem}.
 */
public interface Reporter {
    /** What would be told to the public. Sends and stores nothing. */
    Draft draft(Observed observed);

    /** Refuses, with a {@link ReportProblem}, what must not be told of an address. */
    void check(Draft draft, IPAddress address);

    /**
     * Puts a draft into the outbox. While a report of the address waits there already, the two become one.
     *
     * @param held until a person approves it
     */
    Report submit(Observed observed, Draft draft, String author, boolean held);

    /** Lets a held report go, or one that waits for a later time be tried now; the rules of time still hold. */
    Report approve(long id);

    /** Keeps a waiting report until a person approves it. */
    Report hold(long id);

    /** Gives a waiting report another text and other categories. */
    Report edit(long id, SortedSet<Integer> categories, String comment);

    /** Takes a waiting report back. */
    Report withdraw(long id);

    /**
     * Takes back what waits of an address, and asks the service to delete what was sent: for an address that was no attacker.
     *
     * @return how many reports that concerns
     */
    int retract(IPAddress address);

    /** What is kept of an earlier look-up of an address; asks nobody. */
    LookUp kept(IPAddress address);

    /** What is kept of an earlier look-up of a network; asks nobody. */
    LookUp keptOfBlock(IPAddress network);

    /** What the service knows of an address; an answer is kept for {@link AbuseIpdbSettings#keeps} (usually a day). */
    LookUp check(IPAddress address);

    /** What the service knows of a network. */
    LookUp checkBlock(IPAddress network);

    Standing standing();

    /** What the service said when it refused the key; empty when it takes it, or was not asked yet. */
    Optional<String> keyRefusal();

    /** Newest first, page by page: {@code beforeId} null for the first page. */
    List<Report> history(@Nullable Long beforeId, int limit);

    List<Report> ofAddress(IPAddress address, int limit);

    /**
     * @param problem why it can't be reported; empty when it can
     */
    record Draft(SortedSet<Integer> categories, String comment, String reference, Optional<ReportProblem> problem) {}

    /**
     * @param answer the service's JSON; empty when there is none
     * @param at when it was given
     * @param problem why there is no fresh one; empty when there is
     */
    record LookUp(Optional<String> answer, Optional<Instant> at, String problem) {}

    /**
     * @param unsettled of which nobody knows yet whether they arrived
     * @param pausedUntil empty when nothing is paused
     */
    record Standing(
            int held,
            int queued,
            int unsettled,
            int sent,
            int usedToday,
            int allowedToday,
            Optional<Instant> pausedUntil,
            String why) {}
}
