package io.rempart.workbench.check;

/**
 * One thing that a check found. Immutable.
 *
 * @param level how bad it is
 * @param kind {@code load}, {@code portability}, {@code backtracking}, {@code marker} or {@code phase}
 * @param file the file, or the name of a text
 * @param line the line on which the directive begins, from 1; 0 when it is about the file
 * @param text the offending text, shortened; may be empty
 * @param problem what is wrong, a sentence
 * @param remedy what to do, a sentence; may be empty
 */
public record Finding(Level level, String kind, String file, int line, String text, String problem, String remedy) {
    /** How bad a finding is. */
    public enum Level {
        /** The rules do not load. */
        ERROR,
        /** They load, and may do what nobody wants. */
        WARNING,
        /** Worth knowing. */
        NOTE
    }
}
