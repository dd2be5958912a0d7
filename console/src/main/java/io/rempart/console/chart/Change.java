package io.rempart.console.chart;

/**
 * A count against the count of the period before.
 *
 * @param direction {@code up}, {@code down}, {@code same} or {@code new} (there was nothing before)
 * @param ratio how much more or less, as a part of the count before; 0 where there was nothing
 */
public record Change(long now, long before, String direction, double ratio) {
    public static Change of(long now, long before) {
        if (before == 0) {
            return new Change(now, before, now == 0 ? "same" : "new", 0);
        }
        double ratio = (double) (now - before) / before;
        String direction = Math.abs(ratio) < 0.005 ? "same" : ratio > 0 ? "up" : "down";
        return new Change(now, before, direction, ratio);
    }
}
