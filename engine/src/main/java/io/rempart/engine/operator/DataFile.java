package io.rempart.engine.operator;

import io.rempart.engine.bytes.ByteSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files and datasets that rules name. */
final class DataFile {
    private DataFile() {}

    /**
     * A line that says something.
     *
     * @param number from 1
     * @param text without the white space around it
     */
    record Line(int number, ByteSlice text) {
        /** Up to the first white space or {@code #}. */
        ByteSlice firstWord() {
            int end = 0;
            while (end < text.length() && !Words.isSpace(text.at(end)) && text.at(end) != '#') {
                end++;
            }
            return text.slice(0, end);
        }
    }

    /** The names in an argument, separated by spaces. */
    static List<String> names(ByteSlice argument) {
        List<String> names = Words.split(argument).stream()
                .map(word -> new String(word.toArray(), StandardCharsets.UTF_8))
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("The name of a file is missing.");
        }
        for (String name : names) {
            if (name.startsWith("https://") || name.startsWith("http://")) {
                throw new IllegalArgumentException("The list " + name
                        + " is on the web. Rules take no data from the network: download it, then name the file.");
            }
        }
        return names;
    }

    /** The lines of a file but for blank ones and comments (from {@code #}). */
    static List<Line> lines(String name, OperatorEnvironment environment) throws IOException {
        ByteSlice file = environment.file(name);
        List<Line> lines = new ArrayList<>();
        int number = 0;
        int from = 0;
        for (int i = 0; i <= file.length(); i++) {
            if (i == file.length() || file.at(i) == '\n') {
                number++;
                ByteSlice text = Words.trim(file.slice(from, i));
                if (!text.isEmpty() && text.at(0) != '#') {
                    lines.add(new Line(number, text));
                }
                from = i + 1;
            }
        }
        return lines;
    }

    /** The entries of the dataset that an argument names. */
    static List<ByteSlice> dataset(ByteSlice argument, OperatorEnvironment environment) {
        String name = Words.trim(argument).toString();
        List<ByteSlice> entries = environment.dataset(name);
        if (entries == null) {
            throw new IllegalArgumentException(
                    "There is no SecDataset \"" + name + "\"; define it above the rule that names it.");
        }
        return entries;
    }
}
