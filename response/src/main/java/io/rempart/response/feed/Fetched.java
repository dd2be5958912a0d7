package io.rempart.response.feed;

import java.time.Instant;

/** What came of asking for a list; failures are {@link FeedProblem}s. */
sealed interface Fetched {
    /** It is still what it was. */
    record Unchanged() implements Fetched {}

    /**
     * A list.
     *
     * @param mark what tells the source which list we have ({@code ETag}); may be empty
     * @param modified the same as a time ({@code Last-Modified}), as the source wrote it; may be empty
     * @param currentAt when the list was current: when it was fetched, or what it says of itself
     */
    record Content(byte[] bytes, String mark, String modified, Instant currentAt) implements Fetched {}
}
