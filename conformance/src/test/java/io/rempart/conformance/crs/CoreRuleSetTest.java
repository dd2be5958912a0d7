package io.rempart.conformance.crs;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.workbench.ftw.EngineTarget;
import io.rempart.workbench.ftw.FtwOverrides;
import io.rempart.workbench.ftw.FtwReader;
import io.rempart.workbench.ftw.FtwResult;
import io.rempart.workbench.ftw.FtwRunner;
import io.rempart.workbench.ftw.FtwTest;
import io.rempart.workbench.ftw.SuiteSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CoreRuleSetTest {
    private static Path corpora() {
        String named = System.getenv("REMPART_CORPORA");
        Path corpora = Path.of(named == null || named.isEmpty() ? "../../shared/corpora" : named);
        Assumptions.assumeTrue(
                Files.isDirectory(corpora.resolve("crs-4.25.1")),
                () -> "the Core Rule Set is not in " + corpora.toAbsolutePath());
        return corpora.resolve("crs-4.25.1");
    }

    @Test
    void allTestsOfTheCoreRuleSetPass() {
        Path crs = corpora();
        List<FtwTest> tests = FtwReader.read(crs.resolve("tests/regression/tests"));
        List<FtwResult> failed;
        long start = System.nanoTime();
        try (EngineTarget target =
                new EngineTarget(SuiteSetup.loader(List.of(crs.resolve("rules")), List.of(), true))) {
            List<FtwResult> results = new FtwRunner(target, true, FtwOverrides.none()).run(tests, result -> {});
            failed = results.stream().filter(result -> !result.passed()).toList();
        }
        System.out.println(tests.size() + " tests, " + failed.size() + " failed, "
                + (System.nanoTime() - start) / 1_000_000 + " ms");
        failed.forEach(result -> System.out.println(result.test().name() + " " + result.problems()));
        assertThat(failed).isEmpty();
    }
}
