package io.rempart.response.feed;

/** Asks a source for its list, now. Thread-safe. */
interface Fetcher {
    /**
     * @param mark of the list we have, as {@link Fetched.Content} told; empty when there is none
     * @throws FeedProblem when there is no answer that is a list
     */
    Fetched fetch(FeedSettings settings, String mark, String modified);
}
