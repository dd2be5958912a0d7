package io.rempart.events.follow;

import java.util.List;

/** Takes what a follower reads, in the order of each file. */
public interface RecordSink {
    /**
     * Takes a record, with the bookmark that must be stored in the same transaction. False when it can't be taken now: the
     * follower offers the very same record again at its next poll and reads no further in that file.
     */
    boolean offer(FollowedRecord record);

    /** A bookmark that changed without a record; to be stored in order with the records. */
    void offer(Bookmark bookmark);

    /** Whether more can be taken now; false makes the follower read nothing, though it still watches the files. */
    boolean hasRoom();

    /** These bookmarks are of no use any more. */
    default void forget(List<Bookmark> gone) {}
}
