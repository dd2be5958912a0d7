package io.rempart.response.decision;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long blocks last.
 *
 * @param usual of a first block; null for ever
 * @param escalation by how much a repeated block is longer: the first number for the first block, the last for every further one
 * @param memory how long earlier blocks count
 * @param lookBack how far back it is looked for who would be cut
 */
public record BlockSettings(@Nullable Duration usual, List<Integer> escalation, Duration memory, Duration lookBack) {
    public static final BlockSettings DEFAULT =
            new BlockSettings(Duration.ofHours(4), List.of(1, 6, 42, 180), Duration.ofDays(180), Duration.ofDays(7));

    /** How long a block lasts when there were so many before; null for ever. */
    public @Nullable Duration lasting(@Nullable Duration first, int repeats) {
        if (first == null || escalation.isEmpty()) {
            return first;
        }
        return first.multipliedBy(escalation.get(Math.min(repeats, escalation.size() - 1)));
    }
}
