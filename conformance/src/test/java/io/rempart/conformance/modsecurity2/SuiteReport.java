package io.rempart.conformance.modsecurity2;

import io.rempart.conformance.suite.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The counts of a run, and why what does not pass does not. For one thread. */
final class SuiteReport {
    /** How a reason begins when the case asks for Apache, Lua or another thing that is no engine's. */
    private static final String NOT_ASKED = "needs ";

    private record Failure(SuiteCase one, String fault) {}

    private static final class Count {
        int passed;
        int failed;
        int notAsked;
    }

    private final Map<String, String> reasons;
    private final Map<String, Count> counts = new TreeMap<>();
    private final List<Failure> failures = new ArrayList<>();

    SuiteReport() throws IOException {
        reasons = Reasons.beside(SuiteReport.class, "reasons.txt");
    }

    /** The reason of a case, or of its whole file. */
    private @Nullable String reason(SuiteCase one) {
        String own = reasons.get(one.place());
        return own == null ? reasons.get(one.place().substring(0, one.place().indexOf('#'))) : own;
    }

    void add(String folder, SuiteCase one, String fault) {
        String file = one.place().substring(0, one.place().lastIndexOf('/'));
        Count count = counts.computeIfAbsent(file, name -> new Count());
        if (fault.isEmpty()) {
            count.passed++;
            return;
        }
        failures.add(new Failure(one, fault));
        String reason = reason(one);
        if (folder.equals("regression") && reason != null && reason.startsWith(NOT_ASKED)) {
            count.notAsked++;
        } else {
            count.failed++;
        }
    }

    private double passed(boolean requests) {
        int passed = 0;
        int all = 0;
        for (Map.Entry<String, Count> each : counts.entrySet()) {
            if (each.getKey().startsWith("regression") == requests) {
                passed += each.getValue().passed;
                all += each.getValue().passed + each.getValue().failed;
            }
        }
        return all == 0 ? 100 : 100.0 * passed / all;
    }

    double passedOfFunctions() {
        return passed(false);
    }

    double passedOfRequests() {
        return passed(true);
    }

    String summary() {
        StringBuilder out = new StringBuilder();
        for (Failure failure : failures) {
            String reason = reason(failure.one());
            out.append("  %s %s: %s%s%n"
                    .formatted(
                            failure.one().place(),
                            failure.one().title(),
                            failure.fault(),
                            reason == null ? "" : " [" + reason + "]"));
        }
        counts.forEach((folder, count) -> out.append("modsecurity-v2 %s: %d passed, %d failed, %d not asked for%n"
                .formatted(folder, count.passed, count.failed, count.notAsked)));
        return out.toString();
    }

    void write(Path file) throws IOException {
        StringBuilder out = new StringBuilder("# ModSecurity 2's own suite\n\n")
                .append("| folder | passed | failed | needs what is no engine's |\n|---|---:|---:|---:|\n");
        counts.forEach((folder, count) ->
                out.append("| %s | %d | %d | %d |%n".formatted(folder, count.passed, count.failed, count.notAsked)));
        out.append("\n| case | title | reason |\n|---|---|---|\n");
        for (Failure failure : failures) {
            String reason = reason(failure.one());
            out.append("| %s | %s | %s |%n"
                    .formatted(
                            failure.one().place(),
                            cell(failure.one().title()),
                            cell(reason == null ? "not explained: " + failure.fault() : reason)));
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, out);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
