package io.rempart.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The comparison with ModSecurity 2 in Apache; {@code make oracle-v2 REQUESTS=20000 SEED=7} is the long one. The table is printed and
 * written to {@code target/conformance/modsecurity2.md}, from where {@code conformance/tables.sh} takes it.
 */
class ApacheOracleTest {
    private static final long REQUESTS = OracleTest.number("REQUESTS", 500);
    private static final long SEED = OracleTest.number("SEED", 1);
    private static final int MOST_SHOWN = 60;

    /** One request of so many may differ for a cause that is not known; the table tells how many do. */
    private static final int MOST_UNEXPLAINED = 1000;

    @Test
    void findsTheSameRulesAsModSecurity2InApacheButForKnownDifferences() throws Exception {
        Path corpora = Path.of(System.getenv().getOrDefault("REMPART_CORPORA", "../../shared/corpora"));
        assumeTrue(Files.isDirectory(corpora.resolve("requests")), "requests are not in " + corpora.toAbsolutePath());
        String missing = ApacheServer.missing();
        assumeTrue(missing == null, missing);
        ApacheReport report = new ApacheOracleRun(corpora, SEED).compare((int) REQUESTS);
        String table = report.markdown(SEED);
        System.out.println(table);
        Path target = Files.createDirectories(Path.of("target/conformance"));
        Files.writeString(target.resolve("modsecurity2.md"), table);
        Files.writeString(
                target.resolve("modsecurity2-unexplained.txt"),
                report.unexplained().stream().map(OracleReport::explain).collect(Collectors.joining("\n")));
        assertThat(report.compared())
                .as("a comparison of nothing proves nothing")
                .isGreaterThan(REQUESTS / 2);
        assertThat(report.hits()).isGreaterThan(3 * REQUESTS);
        assertThat(report.unexplained().stream()
                        .map(Difference::number)
                        .distinct()
                        .count())
                .as(() -> report.unexplained().stream()
                        .limit(MOST_SHOWN)
                        .map(OracleReport::explain)
                        .collect(Collectors.joining("\n")))
                .isLessThanOrEqualTo(1 + report.compared() / MOST_UNEXPLAINED);
    }
}
