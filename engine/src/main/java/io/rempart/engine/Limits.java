package io.rempart.engine;

/**
 * The bounds of one transaction that no rule set may lift. What a directive sets (SecRequestBodyLimit and the like) is the
 * smaller of the two. Immutable.
 *
 * @param requestBodyBytes most bytes of a request body that are kept and inspected
 * @param responseBodyBytes most bytes of a response body that are kept and inspected
 * @param arguments most request arguments; the rest is not seen and sets REQBODY_ERROR
 * @param headers most header fields of one message
 * @param bodyDepth deepest nesting of JSON and XML
 * @param steps most evaluation steps of one transaction (a step is one operator, transformation, search
 *     for literals or automaton of patterns on one value, plus one per 64 bytes of it)
 * @param failClosed what happens when the steps are used up: true denies with status 403, false lets the transaction pass
 */
public record Limits(
        int requestBodyBytes,
        int responseBodyBytes,
        int arguments,
        int headers,
        int bodyDepth,
        long steps,
        boolean failClosed) {
    /** ModSecurity's own defaults, and steps enough for a 128 MB body; fails closed. */
    public static final Limits DEFAULT =
            new Limits(134_217_728, 134_217_728, 100_000, 10_000, 10_000, 20_000_000_000L, true);
}
