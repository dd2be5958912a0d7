package io.rempart.conformance.oracle;

/**
 * One thing in which the engines disagree about an exchange. Immutable.
 *
 * @param number the number of the exchange in its run
 * @param ours what our engine says of the exchange
 * @param theirs what libmodsecurity says of it
 * @param rule the rule that only one of them logged, or {@link #STATUS}, {@link #SCORES}
 * @param isOurs whether we are the one that logged it
 * @param detail what the one that logged it says of the match, or both statuses or scores
 */
record Difference(
        long number, Exchange exchange, Answer ours, Answer theirs, long rule, boolean isOurs, String detail) {
    /** The rules are the same and yet one denies where the other does not. */
    static final long STATUS = 0;

    /** The rules are the same, the anomaly scores are not. */
    static final long SCORES = -1;

    /** Whether the content type begins like this, in any case. */
    boolean isOfType(String type) {
        String value = exchange.header("Content-Type");
        return value != null && value.strip().regionMatches(true, 0, type, 0, type.length());
    }

    /** Whether either engine logged the rule. */
    boolean hasEither(long id) {
        return ours.rules().containsKey(id) || theirs.rules().containsKey(id);
    }

    /** How it is named in reports: {@code 942100 ours}. */
    String label() {
        return rule == STATUS ? "status" : rule == SCORES ? "scores" : rule + (isOurs ? " ours" : " theirs");
    }

    /** Whether two answers say the same of what this difference is about. */
    boolean isLike(Answer one, Answer other) {
        return rule == STATUS
                ? one.status() == other.status()
                : rule == SCORES
                        ? one.scores().equals(other.scores())
                        : one.rules().containsKey(rule) == other.rules().containsKey(rule);
    }
}
