package io.rempart.events.report;

import inet.ipaddr.IPAddress;
import io.rempart.events.report.Report.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Where reports wait and stay: nothing that is to be told is lost by a restart, and nothing is told twice. Thread-safe, and
 * safe for many processes. Failures are {@code StoreException}s.
 */
public interface ReportStore {
    /** Stores a new report. */
    Report add(NewReport report);

    Optional<Report> report(long id);

    /**
     * Stores changed reports in one transaction; those that someone else changed since they were read are left out.
     *
     * @return those that were stored, with their new versions
     */
    List<Report> change(List<Report> changed);

    /** Stores one changed report; empty when someone else changed it since it was read. */
    default Optional<Report> change(Report changed) {
        return change(List.of(changed)).stream().findFirst();
    }

    /** Reports in one of these states whose time has come, the longest waiting first. */
    List<Report> due(Set<State> states, Instant now, int limit);

    /** How many are in this state and due. */
    int countDue(State state, Instant now);

    /** How many are in this state. */
    int count(State state);

    /** Reports of this address, newest first. */
    List<Report> ofAddress(IPAddress address, int limit);

    /** Reports, newest first, page by page: {@code beforeId} null for the first page. */
    List<Report> history(@Nullable Long beforeId, int limit);

    /** Reports in one of these states, newest first, page by page: {@code beforeId} null for the first page. */
    List<Report> history(Set<State> states, @Nullable Long beforeId, int limit);

    /** What was used of an endpoint's daily allowance, as last stored. */
    Optional<Usage> usage(String endpoint);

    void setUsage(Usage usage);

    /** An answer kept from a look-up. */
    Optional<Kept> kept(String key);

    /** Keeps an answer of at most 60,000 characters; the oldest go when there are more than 10,000. */
    void keep(Kept answer);

    /** A report to be stored. */
    record NewReport(
            IPAddress address,
            SortedSet<Integer> categories,
            String comment,
            String reference,
            Instant observedAt,
            long events,
            String author,
            State state,
            Instant createdAt,
            Instant notBefore,
            String note) {}

    /**
     * @param day days since 1970-01-01 UTC
     * @param used requests of that day
     * @param lastAt the last request
     * @param pausedUntil nothing is asked before; in the past when nothing is paused
     */
    record Usage(String endpoint, long day, int used, Instant lastAt, Instant pausedUntil, String why) {}

    record Kept(String key, String answer, Instant at) {}
}
