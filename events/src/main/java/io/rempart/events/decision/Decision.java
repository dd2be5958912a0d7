package io.rempart.events.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision to block or to allow, as stored. Immutable: a change makes a new record of the same id and a higher revision.
 *
 * @param id given by the store, never used twice
 * @param revision number of the change that made it what it is; each change of any decision has its own, rising
 * @param reason why, in a person's or a policy's words
 * @param author {@code person:NAME}, {@code policy:NAME}, {@code command:USER}
 * @param evidence what it rests on: events, counts; may be empty
 * @param until when it ends by itself; null for never
 * @param confirmBy when it is undone by itself unless someone confirms it first; null when nothing is to be confirmed
 * @param repeat how many blocks of this target there were before this one
 * @param evenPrivate whether private addresses may be blocked too (a person asked for it)
 * @param endedAt when it was taken back; null when it was not
 * @param endedBy who took it back; empty when nobody did
 * @param endReason why it was taken back; may be empty
 */
public record Decision(
        long id,
        long revision,
        Kind kind,
        Target target,
        String reason,
        String author,
        String evidence,
        Instant createdAt,
        @Nullable Instant until,
        @Nullable Instant confirmBy,
        int repeat,
        boolean evenPrivate,
        @Nullable Instant endedAt,
        String endedBy,
        String endReason) {
    /** What is decided. The names are stored: never rename one. */
    public enum Kind {
        BLOCK,
        ALLOW
    }

    /** Where a decision stands. */
    public enum State {
        /** In force until it ends. */
        IN_FORCE,
        /** In force, and undone by itself at {@link Decision#confirmBy}. */
        AWAITS_CONFIRMATION,
        /** Its time was over. */
        EXPIRED,
        /** Nobody confirmed it. */
        ROLLED_BACK,
        /** Someone took it back. */
        ENDED
    }

    public State state(Instant now) {
        if (endedAt != null) {
            return State.ENDED;
        }
        if (until != null && !now.isBefore(until)) {
            return State.EXPIRED;
        }
        if (confirmBy == null) {
            return State.IN_FORCE;
        }
        return now.isBefore(confirmBy) ? State.AWAITS_CONFIRMATION : State.ROLLED_BACK;
    }

    public boolean isInForce(Instant now) {
        State state = state(now);
        return state == State.IN_FORCE || state == State.AWAITS_CONFIRMATION;
    }

    /** When it ends if nobody does anything; null for never. */
    public @Nullable Instant endsAt() {
        if (confirmBy == null) {
            return until;
        }
        return until == null || confirmBy.isBefore(until) ? confirmBy : until;
    }
}
