package io.rempart.events.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.follow.Bookmark;
import io.rempart.events.model.Classification;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where events live. One process writes ({@link #append} is called by one thread at a time), many threads read. Every read
 * has a time limit; none pages by offset. Failures are {@link StoreException}s with one sentence.
 */
public interface EventStore extends AutoCloseable {
    // ---- the write path

    /**
     * Stores a batch in one transaction: events (those known by time and digest are counted as duplicates), quarantine (the same),
     * bookmarks, ledger, hourly roll-ups. When it returns, the batch survives a crash of the process.
     */
    AppendResult append(Batch batch);

    /** The bookmarks of a log source. */
    List<Bookmark> bookmarks(String logSource);

    /**
     * Deletes bookmarks (known by log source, device and inode) whose files are gone for good, so that a log that rotates for
     * years, or has a file for each transaction, does not pile them up. A store that keeps them stays right, only larger.
     */
    default void forgetBookmarks(List<Bookmark> gone) {}

    /** Every account, by name of the log source. */
    List<LedgerEntry> ledger();

    // ---- reading

    /**
     * A page of events, newest first. Returns what it found within {@code timeLimit}; a page that ended for time says how
     * far back it looked and goes on from its cursor.
     */
    EventPage search(Query query, @Nullable Cursor after, int limit, Duration timeLimit);

    /**
     * Gives every event that matches, newest first, one by one: an export of any length in the memory of one page. Each page
     * has a time limit, the whole has none; events stored meanwhile are left out unless they are older than what was given.
     *
     * @param sink gives false to end
     * @return how many events were given
     */
    default long export(Query query, Predicate<EventSummary> sink) {
        long given = 0;
        Cursor cursor = null;
        do {
            EventPage page = search(query, cursor, 500, Duration.ofSeconds(1));
            for (EventSummary event : page.events()) {
                given++;
                if (!sink.test(event)) {
                    return given;
                }
            }
            cursor = page.next();
        } while (cursor != null);
        return given;
    }

    /** One event with its raw record. */
    Optional<StoredEvent> event(long id);

    /** Addresses and what they did, the most active first, from the roll-ups. */
    SourcePage sources(SourceSearch search, Duration timeLimit);

    /** Counts by hour (or coarser) from the roll-ups, which do not depend on how many events there are. */
    List<CountRow> counts(CountSearch search, Duration timeLimit);

    /** Records that could not be read, newest first, page by page: {@code beforeId} null for the first page. */
    List<StoredQuarantine> quarantine(@Nullable String logSource, @Nullable Long beforeId, int limit);

    /** One quarantined record. */
    Optional<StoredQuarantine> quarantined(long id);

    /** How many events there are, from the roll-ups. */
    long eventCount();

    // ---- meaning

    /**
     * A person's verdict on an event; never overwritten by {@link #reclassify}. Roll-ups follow.
     *
     * @return for {@link #undoVerdicts}
     */
    default long judge(long eventId, SourceClass sourceClass, String person, String comment) {
        Judged judged = judge(List.of(eventId), sourceClass, person, comment);
        if (judged.events() == 0) {
            throw new StoreException("There is no event " + eventId + ": it may have been deleted for its age.");
        }
        return judged.change();
    }

    /** One verdict on several events, at most {@value #MOST_JUDGED}; those that are gone are left out. */
    Judged judge(List<Long> eventIds, SourceClass sourceClass, String person, String comment);

    /** How many events one verdict is on at most. */
    int MOST_JUDGED = 1_000;

    /**
     * Takes a verdict back: its events are classified again as they were before it, with the evidence of then. Events on which
     * there is a later verdict keep that.
     *
     * @return how many events it was taken back from; 0 when the change is unknown or was taken back before
     */
    long undoVerdicts(long change, String person);

    /** Verdicts of people, newest first, page by page: {@code beforeId} null for the first page. */
    List<Verdict> verdicts(@Nullable Long beforeId, int limit);

    /**
     * Runs {@code classifier} over every stored event that no person judged, in id order and in bounded transactions, and
     * stores what changed, with the roll-ups.
     *
     * @param progress told the number of events done, now and then
     * @return how many events changed
     */
    long reclassify(Function<StoredEvent, Classification> classifier, java.util.function.LongConsumer progress);

    // ---- upkeep

    /**
     * Deletes the oldest events past the age or above the size, in bounded transactions, and gives the disk space back.
     *
     * @return how many events were deleted
     */
    long retain(Retention retention);

    /**
     * Deletes all that came from a log source (events, quarantine, bookmarks, its account), in bounded transactions; roll-ups
     * and incidents follow. For samples and for what was imported by mistake.
     *
     * @return how many events were deleted; 0 when there is no such log source
     */
    long removeLogSource(String logSource);

    /** Bytes on disk, as far as the database tells. */
    long sizeInBytes();

    /** Checks the store's integrity: structure, roll-ups against events, ledger sums. Empty when all is well. */
    List<String> check();

    /** Whether the store can be read and written now; one sentence when not. */
    Optional<String> problem();

    // ---- small settings that must live with the data (keyed-hash key, version of the classification rules)

    Optional<String> setting(String name);

    void setSetting(String name, String value);

    @Override
    void close();

    /**
     * Where the next page begins.
     *
     * @param time of the last event seen, in microseconds since 1970
     * @param id of the last event seen
     */
    record Cursor(long time, long id) {
        public String toText() {
            return Long.toString(time, 36) + "." + Long.toString(id, 36);
        }

        /** Empty when the text is no cursor. */
        public static Optional<Cursor> ofText(String text) {
            int dot = text.indexOf('.');
            try {
                return Optional.of(new Cursor(
                        Long.parseLong(text.substring(0, Math.max(dot, 0)), 36),
                        Long.parseLong(text.substring(dot + 1), 36)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * A page of a search.
     *
     * @param next null when there is nothing more
     * @param searchedBackTo null when the page is full or the search complete; else the time limit ended it here
     */
    record EventPage(
            List<EventSummary> events,
            @Nullable Cursor next,
            @Nullable Instant searchedBackTo) {}

    /** A person's verdict on an event. */
    record Verdict(
            long id,
            long eventId,
            IPAddress client,
            Instant at,
            String person,
            SourceClass before,
            SourceClass after,
            String comment) {}

    /** What a list shows of an event. Texts are cut at 2,048 characters. */
    record EventSummary(
            long id,
            Instant time,
            String logSource,
            io.rempart.events.model.AuditFormat format,
            String transactionId,
            @Nullable IPAddress client,
            @Nullable IPAddress peer,
            boolean behindProxy,
            String country,
            long asn,
            String organisation,
            String host,
            int port,
            @Nullable Boolean tls,
            String method,
            String uri,
            int status,
            String userAgent,
            io.rempart.events.model.Event.Disposition disposition,
            int inboundScore,
            io.rempart.events.model.@Nullable Severity severity,
            SourceClass sourceClass,
            int confidence,
            boolean judgedByPerson,
            List<String> ruleIds,
            String topMessage) {}

    /**
     * An event as stored.
     *
     * @param record the masked raw record; {@code EventReader} makes the {@code Event} of it
     * @param notes that go with the record (withheld raw text, cut fields)
     */
    record StoredEvent(
            EventSummary summary,
            Classification classification,
            byte[] record,
            boolean repaired,
            Instant storedAt,
            String timeText) {}

    /**
     * A verdict on events.
     *
     * @param change for {@link #undoVerdicts}; 0 when no event was there
     */
    record Judged(long change, long events) {}

    /** A quarantined record as stored. */
    record StoredQuarantine(long id, QuarantinedRecord record) {}

    /**
     * Which sources.
     *
     * @param from inclusive, to exclusive: widened to whole hours
     * @param sourceClass null for all
     * @param block null for all
     * @param afterCount with {@code afterClient}: where the next page begins; null for the first
     */
    record SourceSearch(
            Instant from,
            Instant to,
            @Nullable SourceClass sourceClass,
            @Nullable IPAddress block,
            @Nullable Long afterCount,
            @Nullable IPAddress afterClient,
            int limit) {}

    /** A page of sources; {@code more} when another follows the last one. */
    record SourcePage(List<SourceSummary> sources, boolean more) {}

    /**
     * An address and what it did in the period.
     *
     * @param events those of the class asked for, or all
     * @param blocked of all classes, as are the times
     */
    record SourceSummary(
            IPAddress client,
            String country,
            long asn,
            String organisation,
            long events,
            long blocked,
            Map<SourceClass, Long> byClass,
            Instant firstSeen,
            Instant lastSeen) {}

    /**
     * What to count.
     *
     * @param by the dimensions of the answer
     * @param bucket width of a time bucket; null for one bucket
     */
    record CountSearch(
            Instant from,
            Instant to,
            List<Dimension> by,
            @Nullable Duration bucket,
            @Nullable String host,
            @Nullable Integer port,
            int limit) {}

    /** What counts can be split by. */
    enum Dimension {
        CLASS,
        HOST,
        PORT,
        COUNTRY,
        LOG_SOURCE,
        DISPOSITION,
        RULE
    }

    /** One count: the values in the order of {@link CountSearch#by}. */
    record CountRow(@Nullable Instant bucketStart, List<String> values, long events) {}

    /**
     * How long and how much to keep.
     *
     * @param maxAge null for no limit
     * @param maxBytes null for no limit
     */
    record Retention(@Nullable Duration maxAge, @Nullable Long maxBytes, Instant now) {}
}
