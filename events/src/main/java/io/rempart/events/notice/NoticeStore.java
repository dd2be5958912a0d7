package io.rempart.events.notice;

import io.rempart.events.notice.Notice.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where notices wait until they are told: nothing is lost by a restart, and nothing is counted twice. Bounded: of one rule and
 * channel at most {@value #MOST_WAITING} notices wait one by one, the oldest beyond are put together to counts of their topic;
 * {@value #MOST_KNOWN} things are remembered as told, {@value #MOST_SETTLED} messages as settled. Thread-safe; failures are
 * {@code StoreException}s.
 */
public interface NoticeStore {
    int MOST_WAITING = 500;
    int MOST_KNOWN = 50_000;
    int MOST_SETTLED = 1_000;

    /**
     * Stores notices of one thing, in one transaction.
     *
     * @param once name of the thing
     * @return false, and nothing is stored, when the thing was stored before
     */
    boolean add(String once, Instant at, List<Notice> notices);

    /**
     * Forgets a thing, so that it can be told again, and stores notices of its end in the same transaction.
     *
     * @return false, and nothing is stored, when the thing is not known
     */
    boolean forget(String once, List<Notice> notices);

    /** The names of things stored that begin so. */
    List<String> known(String beginning);

    /** What waits, by rule and channel. */
    List<Queue> queues();

    /**
     * Makes one message of all that waits for a rule and channel, in one transaction: each notice is in one message.
     *
     * @param words makes the message of the notices, the oldest first
     * @return empty when nothing waits
     */
    Optional<NoticeMessage> form(String rule, String channel, Instant now, Function<List<Notice>, Words> words);

    /** Takes away what waits for a rule and channel that are no longer there; gives how many notices that were. */
    long discard(String rule, String channel);

    /** Messages that wait to be sent, the oldest first. */
    List<NoticeMessage> unsent();

    /** Stores how the sending of a message stands. */
    void change(NoticeMessage message);

    /** How many messages of a rule and channel were made since then. */
    int formedSince(String rule, String channel, Instant since);

    /** When a message of a rule and channel was last made; null for never. */
    @Nullable
    Instant lastFormed(String rule, String channel);

    /** Messages, newest first, page by page: {@code beforeId} null for the first page. */
    List<NoticeMessage> history(@Nullable Long beforeId, int limit);

    /** How it went last: the newest message over a channel that is in this state. */
    Optional<NoticeMessage> last(String channel, NoticeMessage.State state);

    /**
     * What waits for a rule and channel.
     *
     * @param notices how many things
     * @param first when the oldest happened
     * @param level the gravest
     */
    record Queue(String rule, String channel, long notices, Instant first, Level level) {}

    /** A message in words. */
    record Words(String subject, String body) {}
}
