package io.rempart.conformance.crs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.engine.RuleSet;
import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.workbench.ftw.EngineTarget;
import io.rempart.workbench.ftw.FtwOverrides;
import io.rempart.workbench.ftw.FtwReader;
import io.rempart.workbench.ftw.FtwResult;
import io.rempart.workbench.ftw.FtwRunner;
import io.rempart.workbench.ftw.FtwTest;
import io.rempart.workbench.ftw.SuiteSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The Core Rule Set and its own tests, as raw bytes through the HTTP front end: {@code REMPART_CORPORA=... mvn -B -q -pl
 * conformance -am test -Dtest=CoreRuleSetConformanceTest -Dsurefire.failIfNoSpecifiedTests=false}. Every folder {@code crs-*}
 * there is run, so other versions and other tests take the place of these. No override of expectations is used. Of 4.25.1 every test
 * passes; of others 99 per cent do, and what is known not to has its reason in reasons.txt. The counts are printed and written to
 * {@code target/conformance/crs.md}.
 */
class CoreRuleSetConformanceTest {
    private static final Path CORPORA =
            Path.of(Objects.requireNonNullElse(System.getenv("REMPART_CORPORA"), "../../shared/corpora"));
    private static final Path REPORTS = Path.of(System.getProperty("conformance.report", "target/conformance"));

    private static final String KNOWN = "crs-4.25.1";
    private static final Path DEBIAN_RULES = Path.of("/usr/share/modsecurity-crs/rules");
    private static final Path DEBIAN_SETUP = Path.of("/etc/modsecurity");

    private static List<Path> versions() throws IOException {
        assumeTrue(Files.isDirectory(CORPORA), () -> "there are no corpora at " + CORPORA.toAbsolutePath());
        try (Stream<Path> folders = Files.list(CORPORA)) {
            List<Path> versions = folders.filter(
                            folder -> folder.getFileName().toString().startsWith("crs-"))
                    .sorted()
                    .toList();
            assumeTrue(!versions.isEmpty(), () -> "there is no crs-* at " + CORPORA.toAbsolutePath());
            return versions;
        }
    }

    @Test
    void passesEveryTestOfTheCoreRuleSet() throws IOException {
        CoreRuleSetReport report = new CoreRuleSetReport();
        List<String> failed = new ArrayList<>();
        Map<String, String> reasons = CoreRuleSetReport.reasons();
        for (Path version : versions()) {
            List<FtwTest> tests = FtwReader.read(version.resolve("tests"));
            assertThat(tests).as("tests of %s", version).isNotEmpty();
            RuleSetLoader loader = SuiteSetup.loader(List.of(version.resolve("rules")), List.of(), true);
            try (EngineTarget target = new EngineTarget(loader)) {
                FtwRunner runner = new FtwRunner(target, true, FtwOverrides.none());
                List<FtwResult> results = runner.run(tests, result -> {});
                report.add(version.getFileName().toString(), results);
                List<String> unexplained = results.stream()
                        .filter(result -> !result.passed())
                        .filter(result -> !reasons.containsKey(
                                version.getFileName() + " " + result.test().name()))
                        .map(result -> result.test().name() + " " + result.problems())
                        .toList();
                if (version.endsWith(KNOWN) || unexplained.size() * 100 > results.size()) {
                    failed.addAll(unexplained);
                }
            }
        }
        report.write(REPORTS.resolve("crs.md"));
        System.out.print(report.summary());
        assertThat(failed).isEmpty();
    }

    /** The runner would be worth nothing if tests passed without rules; where an error is expected, no log is asked. */
    @Test
    void failsEveryTestThatExpectsARuleWhenThereAreNoRules() throws IOException {
        for (Path version : versions()) {
            List<FtwTest> expecting = FtwReader.read(version.resolve("tests")).stream()
                    .filter(test -> test.stages().stream()
                            .anyMatch(stage -> !stage.output().expectIds().isEmpty()
                                    && !Boolean.TRUE.equals(stage.output().expectsError())))
                    .toList();
            RuleSetLoader bench = SuiteSetup.loader(List.of(), List.of(), true);
            try (EngineTarget target = new EngineTarget(bench)) {
                List<FtwResult> results = new FtwRunner(target, true, FtwOverrides.none()).run(expecting, result -> {});
                assertThat(results.stream()
                                .filter(FtwResult::passed)
                                .map(result -> result.test().name()))
                        .isEmpty();
            }
        }
    }

    @Test
    void loadsWhatDebianInstallsUnmodified() {
        Path recommended = DEBIAN_SETUP.resolve("modsecurity.conf-recommended");
        assumeTrue(Files.isReadable(recommended), () -> recommended + " is not installed (libapache2-mod-security2)");
        assumeTrue(Files.isDirectory(DEBIAN_RULES), () -> DEBIAN_RULES + " is not installed (modsecurity-crs)");
        RuleSet rules = new RuleSetLoader()
                .withoutAuditLog()
                .file(recommended)
                .file(DEBIAN_SETUP.resolve("crs/crs-setup.conf"))
                .file(DEBIAN_RULES.resolve("*.conf"))
                .load();
        System.out.printf("crs: Debian's %s loads, %d rules%n", rules.components(), rules.size());
        assertThat(rules.components()).singleElement().asString().startsWith("OWASP_CRS/");
        assertThat(rules.size()).isGreaterThan(600);
    }
}
