package io.rempart.conformance.crs;

import io.rempart.workbench.ftw.FtwResult;
import io.rempart.workbench.ftw.FtwTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what came of the tests, for the page of numbers. */
final class CoreRuleSetReport {
    private final StringBuilder page = new StringBuilder("# Core Rule Set: its own tests\n");
    private final StringBuilder summary = new StringBuilder();
    private final Map<String, String> reasons;

    CoreRuleSetReport() throws IOException {
        reasons = reasons();
    }

    /** Adds a version's results. */
    void add(String version, List<FtwResult> results) {
        Map<String, int[]> groups = new TreeMap<>();
        int requests = 0;
        int expected = 0;
        int unexpected = 0;
        int failed = 0;
        for (FtwResult result : results) {
            FtwTest test = result.test();
            Path folder = test.file().getParent();
            int[] counts = groups.computeIfAbsent(
                    folder == null ? "" : folder.getFileName().toString(), any -> new int[2]);
            counts[0]++;
            if (!result.passed()) {
                counts[1]++;
                failed++;
            }
            for (FtwTest.Stage stage : test.stages()) {
                requests++;
                expected += stage.output().expectIds().size()
                        + stage.output().matches().size();
                unexpected += stage.output().noExpectIds().size()
                        + stage.output().noMatches().size();
            }
        }
        long files =
                results.stream().map(result -> result.test().file()).distinct().count();
        String line = "%d tests of %d files (%d requests): %d passed, %d failed"
                .formatted(results.size(), files, requests, results.size() - failed, failed);
        summary.append(version).append(": ").append(line).append('\n');
        page.append("\n**")
                .append(version)
                .append("**, every request as raw bytes through the HTTP front end, paranoia level 4,")
                .append(" no override of expectations: ")
                .append(line)
                .append(".\nThey expect ")
                .append(expected)
                .append(" rules or lines in the log and ")
                .append(unexpected)
                .append(" not to be there.\n\n| rules | tests | failed |\n|---|---:|---:|\n");
        groups.forEach((name, counts) -> page.append("| %s | %d | %d |%n".formatted(name, counts[0], counts[1])));
        page.append("| **all** | %d | %d |%n".formatted(results.size(), failed));
        results.stream().filter(result -> !result.passed()).forEach(result -> {
            String reason = reasons.get(version + " " + result.test().name());
            page.append("\n- failed: ")
                    .append(result.test().name())
                    .append(' ')
                    .append(reason == null ? result.problems() : reason);
        });
    }

    /** Why tests do not pass, by version and name. */
    static Map<String, String> reasons() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        try (InputStream in = CoreRuleSetReport.class.getResourceAsStream("reasons.txt")) {
            if (in == null) {
                throw new IOException("reasons.txt is missing");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int colon = line.indexOf(": ");
                if (!line.startsWith("#") && colon > 0) {
                    reasons.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }
        return reasons;
    }

    /** One line for each version. */
    String summary() {
        return summary.toString();
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, page);
    }
}
