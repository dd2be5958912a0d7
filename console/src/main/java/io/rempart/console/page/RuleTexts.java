package io.rempart.console.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the rules in a directory that the administrator named, found by id when they are asked for. Reads at most
 * {@value #MOST_FILES} files of at most {@value #LARGEST_FILE} bytes. Thread-safe.
 */
final class RuleTexts {
    private static final int MOST_FILES = 500;
    private static final int LARGEST_FILE = 4 * 1_024 * 1_024;
    private static final int LONGEST_RULE_LINES = 200;
    private static final int DEPTH = 4;

    private final @Nullable Path directory;

    RuleTexts(@Nullable Path directory) {
        this.directory = directory;
    }

    /**
     * @param file below the directory
     * @param line of its first line, from 1
     */
    public record RuleText(String file, int line, String text) {}

    boolean isKnown() {
        return directory != null;
    }

    /** The rule with that id as it stands in its file, with the chain that follows it. */
    Optional<RuleText> of(String id) {
        if (directory == null || !id.matches("\\d{1,12}")) {
            return Optional.empty();
        }
        Pattern wanted = Pattern.compile("(?<![\\w])id:'?" + id + "(?!\\d)|\\bsid:\\s*" + id + "\\s*;");
        for (Path file : files(directory)) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (!line.stripLeading().startsWith("#") && wanted.matcher(line).find()) {
                    return Optional.of(around(directory.relativize(file).toString(), lines, i));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> found = Files.walk(directory, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            return found.filter(file ->
                            file.toString().endsWith(".conf") || file.toString().endsWith(".rules"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of(); // a directory that can't be read has no text to show
        }
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                return List.of();
            }
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** From the directive's first line to its last, and on while a chain goes on. */
    private static RuleText around(String file, List<String> lines, int at) {
        int first = at;
        while (first > 0 && lines.get(first - 1).stripTrailing().endsWith("\\")) {
            first--;
        }
        List<String> text = new ArrayList<>();
        boolean chained = false;
        for (int i = first; i < lines.size() && text.size() < LONGEST_RULE_LINES; i++) {
            String line = lines.get(i);
            text.add(line);
            chained |= line.matches(".*(?<![\\w])chain[\",\\s\\\\].*|.*(?<![\\w])chain");
            if (!line.stripTrailing().endsWith("\\")) {
                if (!chained) {
                    break;
                }
                chained = false;
                while (i + 1 < lines.size() && lines.get(i + 1).isBlank()) {
                    i++;
                }
            }
        }
        return new RuleText(
                file,
                first + 1,
                new String(String.join("\n", text).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
}
