package io.rempart.engine.regex;

/** What a search with a step limit found out. */
public enum Outcome {
    /** The pattern matches. */
    MATCH,

    /** The pattern does not match. */
    NO_MATCH,

    /** The steps were used up before the answer was known (SecPcreMatchLimit); never for a linear pattern. */
    LIMIT_EXCEEDED
}
