package io.rempart.events.notice;

import io.rempart.events.notice.Notice.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as it goes, or went, over a channel: made of one notice or many, and never changed afterwards but in how its sending
 * stands. Immutable.
 *
 * @param id given by the store
 * @param reference random; the same each time the message is tried, so that who gets it twice can tell
 * @param topics how many notices of each topic, as {@code block=3 incident=1}
 * @param notices how many notices it tells of
 * @param notBefore when it may be tried (again)
 * @param attempts how often it was tried
 * @param settledAt when it arrived or was given up; null before
 * @param why what went wrong last; empty when nothing did
 */
public record NoticeMessage(
        long id,
        String rule,
        String channel,
        String reference,
        Level level,
        String subject,
        String body,
        String topics,
        long notices,
        Instant createdAt,
        State state,
        Instant notBefore,
        int attempts,
        @Nullable Instant settledAt,
        String why) {
    /** How its sending stands. The names are stored: never rename one. */
    public enum State {
        WAITING,
        SENT,
        GIVEN_UP
    }

    /** After a failure: to be tried again. */
    public NoticeMessage again(Instant when, String whyNot) {
        return new NoticeMessage(
                id,
                rule,
                channel,
                reference,
                level,
                subject,
                body,
                topics,
                notices,
                createdAt,
                State.WAITING,
                when,
                attempts + 1,
                null,
                whyNot);
    }

    /** It arrived, or it is given up. */
    public NoticeMessage settled(State end, Instant now, String whyNot) {
        return new NoticeMessage(
                id,
                rule,
                channel,
                reference,
                level,
                subject,
                body,
                topics,
                notices,
                createdAt,
                end,
                notBefore,
                attempts + 1,
                now,
                whyNot);
    }
}
