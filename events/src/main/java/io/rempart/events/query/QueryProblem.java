package io.rempart.events.query;

import io.rempart.events.RempartEventsException;

/** A search that can't be understood: one sentence, and where in the text. */
public final class QueryProblem extends RempartEventsException {
    private final int position;

    /** @param position index of the character in the query where the problem begins */
    public QueryProblem(String message, int position) {
        super(message);
        this.position = position;
    }

    public int position() {
        return position;
    }
}
