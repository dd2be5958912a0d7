package io.rempart.conformance.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.engine.Compatibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The cases of secrules-language-tests: {@code REMPART_CORPORA=... mvn -B -q -pl conformance -am test
 * -Dtest=FunctionsConformanceTest -Dsurefire.failIfNoSpecifiedTests=false}. Other suites in the same format take the place of these
 * when they lie there; {@code -Dconformance.compatibility=V3} (or CORAZA) asks for another engine's meaning. The counts are printed and written to {@code target/conformance/functions.md}.
 */
class FunctionsConformanceTest {
    private static final Path CORPORA =
            Path.of(Objects.requireNonNullElse(System.getenv("REMPART_CORPORA"), "../../shared/corpora"));

    @Test
    void passesEveryCaseOfTheLanguageTests() throws IOException {
        Path root = CORPORA.resolve("secrules-language-tests");
        assumeTrue(Files.isDirectory(root), "secrules-language-tests is not in " + CORPORA.toAbsolutePath());
        FunctionSuite suite =
                new FunctionSuite(root, Compatibility.valueOf(System.getProperty("conformance.compatibility", "V2")));
        suite.run();
        suite.report(Path.of("target/conformance/functions.md"));
        FunctionSuite.Count total = suite.total();
        System.out.printf("functions: %d passed, %d failed, %d excepted%n", total.passed, total.failed, total.excepted);
        assertThat(total.passed).isPositive();
        assertThat(suite.failures()).isEmpty();
    }
}
