package io.rempart.conformance.oracle;

import java.util.Set;

/**
 * Puts a supposed cause of a difference to the test: both engines answer an exchange that was changed, or rules that were, so that the
 * cause can't act or acts on both.
 */
interface Probe {
    /** What an engine says of an exchange. */
    interface Side {
        Answer answer(Exchange exchange);
    }

    /** Both engines with the same rules. */
    record Pair(Side ours, Side theirs) {}

    /** With the rules of the run. */
    Pair same();

    /** With the set-up and one rule alone. */
    Pair alone(long rule);

    /** With all rules but these. */
    Pair without(Set<Long> rules);

    /** With zero bytes taken away before {@code t:cssDecode}; the one rule, or all rules for 0. */
    Pair withoutZeroBytesBeforeCssDecode(long rule);

    /** With rules that count how often each adds to the scores, which the scores tell as {@code rule=count}. */
    Pair counting();

    /** Whether {@link #same()} has all rules. */
    boolean isOfAllRules();

    /** The chains with a link on MATCHED_VARS. */
    Set<Long> onMatchedVariables();

    /** The rule's text with its chain. */
    String text(long rule);
}
