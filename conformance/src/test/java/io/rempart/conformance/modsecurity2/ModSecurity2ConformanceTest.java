package io.rempart.conformance.modsecurity2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ModSecurity 2's own suite under {@code compat: v2}: {@code REMPART_CORPORA=... mvn -B -q -pl conformance -am test
 * -Dtest=ModSecurity2ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false}. Reads {@code modsecurity-v2}, the {@code tests} folder
 * of its source: operators, transformations, and whole requests, which go through the HTTP front end. Each case that does not pass has
 * its reason in reasons.txt. {@code -Dconformance.only=op/rx.t#3} runs cases whose place begins so and prints their logs. The counts
 * are printed and written to {@code target/conformance/modsecurity2-suite.md}.
 */
class ModSecurity2ConformanceTest {
    private static final Path CORPORA =
            Path.of(Objects.requireNonNullElse(System.getenv("REMPART_CORPORA"), "../../shared/corpora"));
    private static final String ONLY = System.getProperty("conformance.only", "");

    private static final Path REPORTS = Path.of(System.getProperty("conformance.report", "target/conformance"));

    @TempDir
    Path work;

    private static List<Path> files(Path root, String folder) throws IOException {
        try (Stream<Path> walk = Files.walk(root.resolve(folder))) {
            return walk.filter(file -> file.toString().endsWith(".t")).sorted().toList();
        }
    }

    @Test
    void passesAllButWhatHasItsReason() throws IOException {
        Path suite = CORPORA.resolve("modsecurity-v2");
        assumeTrue(Files.isDirectory(suite), "modsecurity-v2 is not in " + CORPORA.toAbsolutePath());
        Path root = suite.toRealPath();
        assumeTrue(SuiteScript.isRunnable(), "perl with JSON::PP is not installed, and the suite is written in Perl");
        SuiteReport report = new SuiteReport();
        try (RegressionServer server = new RegressionServer(root, work.toRealPath())) {
            SuiteScript script = new SuiteScript(root, server.environment());
            FunctionRun functions = new FunctionRun(root);
            for (String folder : List.of("op", "tfn", "regression")) {
                for (Path file : files(root, folder)) {
                    for (SuiteCase one : script.cases(file)) {
                        if (!one.place().startsWith(ONLY)) {
                            continue;
                        }
                        report.add(folder, one, fault(folder, one, functions, server, script));
                        if (!ONLY.isEmpty() && folder.equals("regression")) {
                            System.out.println(one.place() + "\n" + server.logs());
                        }
                    }
                }
            }
        }
        report.write(REPORTS.resolve("modsecurity2-suite.md"));
        System.out.print(report.summary());
        if (ONLY.isEmpty()) {
            assertThat(report.passedOfFunctions())
                    .as("per cent of the functions' cases")
                    .isGreaterThanOrEqualTo(99);
            assertThat(report.passedOfRequests())
                    .as("per cent of the requests that need no Apache")
                    .isGreaterThanOrEqualTo(90);
        }
    }

    private static String fault(
            String folder, SuiteCase one, FunctionRun functions, RegressionServer server, SuiteScript script) {
        try {
            return folder.equals("regression") ? server.fault(one, script) : functions.fault(one);
        } catch (IOException | RuntimeException failed) {
            return failed.toString();
        }
    }
}
