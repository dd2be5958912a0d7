package io.rempart.events.decision;

import inet.ipaddr.IPAddress;
import io.rempart.events.decision.Decision.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where decisions live: the truth of which what a firewall holds is a copy. Many processes may read and write at once; each
 * change has a revision, so that a copy asks for what changed after its own. Thread-safe. Failures are {@code
 * StoreException}s.
 */
public interface DecisionStore {
    /** Stores new decisions in one transaction, in their order. */
    List<Decision> add(List<NewDecision> decisions);

    /** Stores one new decision. */
    default Decision add(NewDecision decision) {
        return add(List.of(decision)).get(0);
    }

    Optional<Decision> decision(long id);

    /** What is in force now, with the revision it stands for: one state of the store. */
    Snapshot snapshot(Instant now);

    /** What is in force, newest first, page by page: {@code beforeId} null for the first page. */
    List<Decision> inForce(Instant now, @Nullable Long beforeId, int limit);

    /** What is in force about exactly this target, newest first. */
    List<Decision> inForceAbout(Target target, Instant now);

    /**
     * What is in force about ranges that hold this address, newest first, and about everything that is no range (networks,
     * countries, names): whether those hold it, the store can't tell.
     */
    List<Decision> inForceAround(IPAddress address, Instant now);

    /** What is in force and undone by itself unless it is confirmed, oldest first. */
    List<Decision> awaiting(Instant now);

    /** What is allowed now. */
    List<Decision> allowed(Instant now);

    /** How many decisions of a kind are in force. */
    long countInForce(Kind kind, Instant now);

    /** Decisions that changed after a revision, in the order of their revisions, at most {@code limit}. */
    List<Decision> changedAfter(long revision, int limit);

    /** Which store this is and how far it is. */
    Position position();

    /** Makes a decision that awaits confirmation stand; false when it does not await one (any more). */
    boolean confirm(long id, Instant now);

    /** Takes a decision back; false when it is not in force. */
    boolean end(long id, String by, String why, Instant now);

    /** Decisions, newest first, page by page: {@code beforeId} null for the first page. */
    List<Decision> history(@Nullable Long beforeId, int limit);

    /** Decisions that a search finds, newest first, page by page: {@code beforeId} null for the first page. */
    List<Decision> search(DecisionSearch search, @Nullable Long beforeId, int limit);

    /** Decisions of ranges that hold this address, newest first. */
    List<Decision> historyOf(IPAddress address, int limit);

    /** How many blocks of exactly this target were decided since then (rolled back ones do not count). */
    int blocksOf(Target target, Instant since);

    /**
     * Sets aside what ended, so that it costs {@link #snapshot} nothing; the history keeps it.
     *
     * @return how many were set aside
     */
    int retire(Instant now);

    /**
     * Which decisions are meant; a null stands for any.
     *
     * @param inForce whether they are in force at {@code inForceAt}, or ended before
     * @param overlapping decisions of ranges that share an address with this one
     * @param words text that target, author or reason hold; empty for any; ASCII case is ignored
     */
    record DecisionSearch(
            @Nullable Kind kind,
            @Nullable Boolean inForce,
            Instant inForceAt,
            Target.@Nullable Range overlapping,
            String words) {}

    /**
     * A decision to be stored.
     *
     * @see Decision for the fields
     */
    record NewDecision(
            Kind kind,
            Target target,
            String reason,
            String author,
            String evidence,
            Instant createdAt,
            @Nullable Instant until,
            @Nullable Instant confirmBy,
            int repeat,
            boolean evenPrivate) {}

    /**
     * @param store a random name given to the store when it was created
     * @param revision of the last change; 0 when there was none
     */
    record Position(String store, long revision) {}

    /** Every decision in force at one revision. */
    record Snapshot(Position position, List<Decision> decisions) {}
}
