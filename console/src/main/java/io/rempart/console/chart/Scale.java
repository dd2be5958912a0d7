package io.rempart.console.chart;

import java.util.ArrayList;
import java.util.List;

/** An axis of counts from zero to a round number, with at most five levels. */
public record Scale(long top, List<Long> levels) {
    private static final int MOST_STEPS = 4;

    /** The smallest round axis that holds {@code most}. */
    static Scale of(long most) {
        long step = 1;
        for (long power = 1; step * MOST_STEPS < most; power *= 10) {
            for (int factor : new int[] {1, 2, 5}) {
                step = factor * power;
                if (step * MOST_STEPS >= most) {
                    break;
                }
            }
        }
        List<Long> levels = new ArrayList<>();
        long top = Math.max(step, (most + step - 1) / step * step);
        for (long level = step; level <= top; level += step) {
            levels.add(level);
        }
        return new Scale(top, List.copyOf(levels));
    }
}
