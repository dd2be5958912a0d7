package io.rempart.workbench.ftw;

import java.util.List;
import java.util.Set;

/**
 * What came of a test. Immutable.
 *
 * @param test the test
 * @param problems what is wrong; empty when it passed
 * @param logged the rules that the log showed, over all stages
 * @param overridden whether a platform file changed its expectations
 * @param nanos how long it took
 */
public record FtwResult(FtwTest test, List<String> problems, Set<Long> logged, boolean overridden, long nanos) {
    /** Whether all was as expected. */
    public boolean passed() {
        return problems.isEmpty();
    }
}
