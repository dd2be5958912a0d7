package io.rempart.conformance.modsecurity3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ModSecurity 3's regression cases: {@code REMPART_CORPORA=... make conformance}, or {@code mvn -B -q -pl conformance -am test
 * -Dtest=ModSecurity3ConformanceTest -Dsurefire.failIfNoSpecifiedTests=false}. Reads {@code modsecurity-v3/regression} (JSON files)
 * and {@code modsecurity-v3/data} (what rules call {@code test-cases/data}); other cases of the suite take the place of these when
 * they lie there, and the bar for them is 97 per cent; of the known ones each that does not pass has a reason. {@code -Dconformance.only=variable-ARGS.json#2} runs cases whose place begins so and prints their debug log. The
 * counts are printed and written to {@code target/conformance/modsecurity3.md}.
 */
class ModSecurity3ConformanceTest {
    private static final Path CORPORA =
            Path.of(Objects.requireNonNullElse(System.getenv("REMPART_CORPORA"), "../../shared/corpora"));

    private static final Path REPORTS = Path.of(System.getProperty("conformance.report", "target/conformance"));

    @TempDir
    Path work;

    @Test
    void passesAtLeast97PercentOfTheCasesThatNeedNoLuaSsdeepOrNetwork() throws IOException {
        Path root = CORPORA.resolve("modsecurity-v3");
        assumeTrue(Files.isDirectory(root), "modsecurity-v3 is not in " + CORPORA.toAbsolutePath());
        RegressionSuite suite = new RegressionSuite(root, work.toRealPath());
        suite.run();
        suite.report(REPORTS.resolve("modsecurity3.md"));
        System.out.printf(
                "modsecurity-v3: %d passed, %d failed; of those that need Lua, ssdeep or network %d passed, %d failed%n",
                suite.passed(), suite.failed(), suite.passedNotAsked(), suite.failedNotAsked());
        for (RegressionSuite.Failure failure : suite.failures()) {
            System.out.println(
                    "  " + failure.one().place() + " " + failure.one().title() + ": " + failure.fault());
        }
        assertThat(suite.passed() + suite.failed()).isPositive();
        assertThat(100.0 * suite.passed() / (suite.passed() + suite.failed()))
                .as("per cent passed")
                .isGreaterThanOrEqualTo(97);
        if (suite.isTheKnownOne() && System.getProperty("conformance.only", "").isEmpty()) {
            assertThat(suite.failuresWithoutReason())
                    .as("of the known cases, each that does not pass has its reason in reasons.txt")
                    .isEmpty();
            assertThat(suite.reasonsWithoutFailure())
                    .as("a reason for what passes is out of date")
                    .isEmpty();
        }
    }
}
