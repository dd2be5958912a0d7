package io.rempart.engine;

/**
 * One thing that is wrong in a rule file. Immutable.
 *
 * @param file the file, or the name that was given to a text
 * @param line the line on which the directive begins, from 1
 * @param text the offending text, shortened
 * @param problem what is wrong, a sentence
 * @param remedy what to do, a sentence; may be empty
 */
public record RuleError(String file, int line, String text, String problem, String remedy) {
    @Override
    public String toString() {
        StringBuilder out =
                new StringBuilder(file).append(':').append(line).append(": ").append(problem);
        if (!text.isEmpty()) {
            out.append(" Here: ").append(text);
        }
        if (!remedy.isEmpty()) {
            out.append(' ').append(remedy);
        }
        return out.toString();
    }
}
