package io.rempart.events.report;

import inet.ipaddr.IPAddress;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One report of an address to AbuseIPDB, from the draft to its end. Immutable: a change makes a new record, which the store
 * takes only when nobody changed the old one meanwhile.
 *
 * @param id given by the store, never used twice
 * @param version rises with each change
 * @param address the address reported
 * @param categories AbuseIPDB's numbers, at least one
 * @param comment what the public will read
 * @param reference a random word in the comment, by which we find our own report again
 * @param observedAt the last event it tells of
 * @param events how many events it tells of
 * @param author {@code person:NAME} or {@code policy:NAME}
 * @param notBefore when it may be tried (again)
 * @param attempts how often it was tried
 * @param sentAt when it went out, or may have gone out; null before
 * @param note what the service or a rule said last; a sentence in English; may be empty
 */
public record Report(
        long id,
        long version,
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
        int attempts,
        @Nullable Instant sentAt,
        String note) {
    /** Where a report stands. The names are stored: never rename one. */
    public enum State {
        /** Waits for a person's word. */
        HELD,
        /** Goes out when its time and the budget allow. */
        QUEUED,
        /** On its way: if the process dies now, nobody knows whether it arrived. */
        SENDING,
        /** Nobody knows whether it arrived; the service is asked before it is sent again. */
        UNCERTAIN,
        /** Arrived. */
        SENT,
        /** Will not be sent: a rule or the service refused it. */
        REFUSED,
        /** Taken back before it was sent. */
        WITHDRAWN,
        /** Sent, and to be deleted at the service. */
        RETRACTING,
        /** Sent, and deleted at the service. */
        RETRACTED
    }

    public Report {
        categories = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(categories));
    }

    /** Whether it may still be changed or taken back without asking the service. */
    public boolean isPending() {
        return state == State.HELD || state == State.QUEUED;
    }

    /** The same in another state, to be tried not before a time, with what was said last. */
    public Report in(State other, Instant when, String said) {
        return new Report(
                id,
                version,
                address,
                categories,
                comment,
                reference,
                observedAt,
                events,
                author,
                other,
                createdAt,
                when,
                attempts,
                sentAt,
                said);
    }

    /** On its way, once more. */
    public Report sending(Instant now) {
        return new Report(
                id,
                version,
                address,
                categories,
                comment,
                reference,
                observedAt,
                events,
                author,
                State.SENDING,
                createdAt,
                now,
                attempts + 1,
                now,
                note);
    }

    /** With another text for the public. */
    public Report saying(SortedSet<Integer> otherCategories, String otherComment) {
        return new Report(
                id,
                version,
                address,
                otherCategories,
                otherComment,
                reference,
                observedAt,
                events,
                author,
                state,
                createdAt,
                notBefore,
                attempts,
                sentAt,
                note);
    }

    /** With later events. */
    public Report telling(long allEvents, Instant lastEvent) {
        return new Report(
                id,
                version,
                address,
                categories,
                comment,
                reference,
                lastEvent,
                allEvents,
                author,
                state,
                createdAt,
                notBefore,
                attempts,
                sentAt,
                note);
    }
}
