package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.injection.SqliDetector;

/** What an operator may know of, and tell to, the transaction that runs it. Used by one thread. */
public interface OperatorContext {
    /** Whether the rule wants groups (action {@code capture}); when false an operator should not work for them. */
    boolean capturing();

    /** Whether anybody wants to know where in the value the match is ({@link #matched}); when false, yes or no is enough. */
    default boolean locating() {
        return true;
    }

    /** Whether somebody wants to know where the groups of a match lie too, each by a further {@link #matched}. */
    default boolean locatingGroups() {
        return false;
    }

    /**
     * Sets the group {@code index} (0 to 9) of TX:0 to TX:9. Operators set groups in rising order; setting group 0 removes what an
     * earlier match left in the others.
     */
    void capture(int index, ByteSlice value);

    /** Tells where in the value the match is, for logs and explanations; offset and length in bytes. */
    void matched(int offset, int length);

    /** The XML document that a target {@code XML} without XPath stands for; the value itself outside of a transaction. */
    default ByteSlice document(ByteSlice value) {
        return value;
    }

    /** A detector of SQL injection, the same for all values of the transaction where there is one. */
    default SqliDetector sqliDetector() {
        return new SqliDetector();
    }

    /** A line for the debug log, in ModSecurity 3's words. */
    default void debug(int level, String line) {}

    /** A sentence for the log where the operator has more to say than its name (libinjection's fingerprint, an error). */
    void describe(String detail);

    /** Replaces macros such as {@code %{tx.allowed_methods}} in an operator's argument by their values now. */
    ByteSlice expand(ByteSlice argument);

    /** Sets a variable of a collection that operators fill: GEO ({@code @geoLookup}), ARGS_PATH ({@code @restpath}). */
    default void set(String collection, String key, ByteSlice value) {}

    /** Tells that a pattern used up its steps before the answer was known (MSC_PCRE_LIMITS_EXCEEDED). */
    default void regexLimitExceeded() {}
}
