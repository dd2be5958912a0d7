package io.rempart.events.query;

import io.rempart.events.RempartEventsException;
import java.util.List;

/** A search that can't be understood: one sentence, and where in the text. */
public final class QueryProblem extends RempartEventsException {
    /** What is wrong, for those who say it in another language; the arguments are in the order of the sentence. */
    public enum Kind {
        /** Anything else: only the English sentence tells. */
        OTHER,
        /** Arguments: the field; the nearest known one, or empty. */
        UNKNOWN_FIELD,
        /** Arguments: the field. */
        VALUE_MISSING,
        /** Arguments: the word; the field; what it may be. */
        UNKNOWN_VALUE,
        /** Arguments: the text. */
        BAD_ADDRESS,
        /** Arguments: the text; the field. */
        BAD_NUMBER,
        /** Arguments: the text. */
        BAD_TIME,
        /** Arguments: first; last. */
        RANGE_REVERSED,
        QUOTE_NOT_CLOSED,
        PARENTHESIS_NOT_CLOSED,
        PARENTHESIS_NOT_OPENED,
        PARENTHESES_EMPTY,
        /** Arguments: OR, AND, NOT or -. */
        NOTHING_BESIDE_OPERATOR,
        /** Arguments: what there is too much of; how much there may be. */
        TOO_MUCH
    }

    private final int position;
    private final Kind kind;
    private final transient List<String> arguments;

    /** @param position index of the character in the query where the problem begins */
    public QueryProblem(String message, int position) {
        this(message, position, Kind.OTHER);
    }

    public QueryProblem(String message, int position, Kind kind, String... arguments) {
        super(message);
        this.position = position;
        this.kind = kind;
        this.arguments = List.of(arguments);
    }

    public int position() {
        return position;
    }

    public Kind kind() {
        return kind;
    }

    public List<String> arguments() {
        return arguments;
    }
}
