package io.rempart.engine.seclang;

import java.util.List;

/**
 * One directive as it stands in a file: its name and arguments, quotes removed, lines joined. Text is one character a byte.
 *
 * @param name as written; case does not matter
 * @param arguments without their quotes
 * @param file the file it stands in
 * @param line the line on which it begins, from 1
 * @param source the directive as written
 */
public record Directive(String name, List<String> arguments, String file, int line, String source) {
    /** The directive on one line, short enough for a message. */
    public String excerpt() {
        String oneLine = source.replaceAll("\\s+", " ").trim();
        return oneLine.length() <= 120 ? oneLine : oneLine.substring(0, 117) + "...";
    }
}
