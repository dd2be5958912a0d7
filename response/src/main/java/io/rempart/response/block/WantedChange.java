package io.rempart.response.block;

import io.rempart.response.guard.GuardedAddresses;
import java.util.List;

/**
 * What brings the blocker from one state of the decisions to another.
 *
 * @param store name of the store of the decisions
 * @param from revision it starts from; of no meaning when {@code whole}
 * @param to revision it leads to
 * @param whole whether {@code blocks} is everything that is wanted, rather than what changed
 * @param blocks wanted from now on
 * @param gone decisions that are not wanted any more
 * @param guarded everything that the store knows must not be blocked; replaces what was said before
 */
public record WantedChange(
        String store,
        long from,
        long to,
        boolean whole,
        List<WantedBlock> blocks,
        List<Long> gone,
        List<GuardedAddresses> guarded) {
    /** At most so many decisions may be wanted at once. */
    public static final int MOST_BLOCKS = 500_000;
    /** At most so many ranges may be wanted at once, over all decisions. */
    public static final int MOST_SPANS = 1_000_000;
}
