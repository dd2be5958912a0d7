package io.rempart.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The short comparison with libmodsecurity; {@code make oracle REQUESTS=100000 SEED=7} is the long one. The table is printed and
 * written to {@code target/conformance/libmodsecurity.md}, from where {@code conformance/tables.sh} takes it.
 */
class OracleTest {
    private static final long REQUESTS = number("REQUESTS", 1_000);
    private static final long SEED = number("SEED", 1);
    private static final int MOST_SHOWN = 100;

    @Test
    void findsTheSameRulesAsLibmodsecurityButForKnownDifferences() throws IOException {
        Path corpora = Path.of(System.getenv().getOrDefault("REMPART_CORPORA", "../../shared/corpora"));
        assumeTrue(
                Files.isDirectory(corpora.resolve("crs-4.25.1")) && Files.isDirectory(corpora.resolve("requests")),
                "crs-4.25.1 and requests are not in " + corpora.toAbsolutePath());
        String failed = LibModSecurity.build();
        assumeTrue(failed == null, "libmodsecurity-dev and gcc are needed: " + failed);
        OracleReport report = new OracleRun(corpora, SEED).compare(REQUESTS);
        String table = report.markdown(SEED);
        System.out.println(table);
        Path folder = Files.createDirectories(Path.of("target/conformance"));
        Files.writeString(folder.resolve("libmodsecurity.md"), table);
        assertThat(report.exchanges()).isEqualTo(REQUESTS);
        assertThat(report.hits()).as("a comparison of nothing proves nothing").isGreaterThan(5 * REQUESTS);
        assertThat(report.unsettled())
                .as("of which a cause is likely and not shown")
                .isLessThanOrEqualTo(REQUESTS / 100);
        assertThat(report.unexplained().stream().limit(MOST_SHOWN).map(OracleReport::explain))
                .isEmpty();
    }

    @Test
    void aRuleThatOnlyOneEngineFindsIsADifferenceWithoutACause() {
        Exchange exchange = new Exchange("192.0.2.1", "GET", "/?a=b", "HTTP/1.1", List.of(), "", null);
        Answer ours = answer(Map.of(942_100L, "ARGS:a @DetectSqli [b]", 941_100L, "ARGS:a @DetectXss [b]"));
        Answer theirs = answer(Map.of(941_100L, "against variable `ARGS:a' (Value: `b')"));
        List<Difference> differences = OracleRun.differences(1, exchange, ours, theirs);
        assertThat(differences).extracting(Difference::label).containsExactly("942100 ours");
        OracleReport report = new OracleReport();
        report.add(ours, theirs, differences, new SilentProbe());
        assertThat(report.unexplained()).hasSize(1);
    }

    static long number(String variable, long otherwise) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise : Long.parseLong(value);
    }

    private static Answer answer(Map<Long, String> rules) {
        return new Answer(0, new TreeMap<>(rules), "in 5", 1);
    }
}
