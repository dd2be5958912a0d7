package io.rempart.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.engine.RuleSet;
import io.rempart.engine.Transaction;
import io.rempart.engine.seclang.RuleSetLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shared gate must be invisible in everything that is written: over a sample of each corpus of requests, the requests of the Core
 * Rule Set's own tests among them, and over seeded changes of these, both ways leave the same matches, variables, status, lines of the
 * error log and the debug log, and audit record. {@code make gate} takes all of each corpus ({@code REQUESTS} of each).
 */
class GateTest {
    private static final int OF_EACH = (int) OracleTest.number("REQUESTS", 10);
    private static final long SEED = OracleTest.number("SEED", 3);
    private static final List<String> CORPORA =
            List.of("a_get_small", "b_form_2k", "c_json_10k", "d_multipart_100k", "e_crs_regression", "f_form_100k");
    private static final String RULES = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/plain text/html application/json
            SecRequestBodyJsonDepthLimit 512
            SecArgumentsLimit 1000
            SecAuditEngine On
            SecAuditLogType Serial
            SecAuditLogFormat JSON
            SecAuditLogParts ABCEFHIJKZ
            SecAuditLog %s
            SecRule REQUEST_HEADERS:Content-Type "@rx xml" "id:1,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"
            SecRule REQUEST_HEADERS:Content-Type "@rx json" "id:2,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
            SecAction "id:3,phase:1,pass,nolog,setvar:tx.blocking_paranoia_level=4,ctl:ruleEngine=%s"
            """;

    @TempDir
    Path folder;

    /** One way: its rules, and what they wrote. */
    private final class Way implements AutoCloseable {
        private final RuleSet rules;
        private final Path audit;
        private final List<String> written = new ArrayList<>();
        private long read;

        Way(Path crs, String name, String engine, boolean gated) {
            audit = folder.resolve(name + ".json");
            RuleSetLoader loader = new RuleSetLoader()
                    .debug((level, id, uri, text) -> written.add("debug " + level + " " + text), 3)
                    .errorLog(line -> written.add("error " + line))
                    .text("first.conf", RULES.formatted(audit, engine))
                    .file(crs.resolve("crs-setup.conf.example"))
                    .file(crs.resolve("rules/*.conf"));
            rules = (gated ? loader : loader.withoutGate()).load();
        }

        /** All that the exchange leaves behind; its own id, and times, are no difference. */
        List<String> run(Exchange exchange) throws IOException {
            written.clear();
            try (Transaction transaction = rules.begin()) {
                int status = Rempart.run(transaction, exchange);
                written.add("status " + status + " " + transaction.verdict().kind());
                transaction.matches().forEach(match -> written.add(match.toString()));
                for (String variable : List.of("TX", "MATCHED_VARS", "MATCHED_VARS_NAMES", "HIGHEST_SEVERITY")) {
                    written.add(variable + transaction.values(variable));
                }
                written.add("audit " + record());
                String id = transaction.id();
                written.replaceAll(line -> line.replace(id, "ID")
                        .replaceAll("\"(?:time_stamp|time|timestamp)\":\"[^\"]*\"", "TIME")
                        .replaceAll("\"stopwatch\":\\{[^}]*}", "TIME")
                        .replaceAll("\"(?:duration|unix_timestamp|time_unix|phase\\d|combined)\":[0-9.]+", "TIME"));
                return List.copyOf(written);
            }
        }

        private String record() throws IOException {
            byte[] all = Files.exists(audit) ? Files.readAllBytes(audit) : new byte[0];
            String record = new String(all, (int) read, (int) (all.length - read), StandardCharsets.UTF_8);
            read = 0;
            Files.write(audit, new byte[0]);
            return record;
        }

        @Override
        public void close() {}
    }

    @Test
    void nothingThatIsWrittenTellsWhetherTheGateIsThere() throws IOException {
        Path corpora = Path.of(System.getenv().getOrDefault("REMPART_CORPORA", "../../shared/corpora"));
        Path crs = corpora.resolve("crs-4.25.1");
        assumeTrue(
                Files.isDirectory(crs) && Files.isDirectory(corpora.resolve("requests")),
                "crs-4.25.1 and requests are not in " + corpora.toAbsolutePath());
        List<Exchange> exchanges = new ArrayList<>();
        for (String corpus : CORPORA) {
            int most = corpus.startsWith("e") ? 5 * OF_EACH : corpus.contains("100k") ? OF_EACH / 4 : OF_EACH;
            exchanges.addAll(Seeds.some(corpora.resolve("requests/" + corpus + ".jsonl.gz"), most));
        }
        Mutation mutation = new Mutation(Seeds.attacks(corpora), Seeds.ordinary(corpora), SEED);
        for (int number = 0; number < 5 * OF_EACH; number++) {
            exchanges.add(mutation.exchange(number));
        }
        long matches = 0;
        for (String engine : List.of("DetectionOnly", "On")) {
            try (Way gated = new Way(crs, "gated-" + engine, engine, true);
                    Way plain = new Way(crs, "plain-" + engine, engine, false)) {
                for (Exchange exchange : exchanges) {
                    List<String> one = gated.run(exchange);
                    List<String> other = plain.run(exchange);
                    List<String> only = new ArrayList<>(one);
                    only.removeAll(other);
                    assertThat(only)
                            .as("%s%nonly with the gate; without it %s", exchange, other)
                            .isEmpty();
                    assertThat(one).isEqualTo(other);
                    assertThat(one).anySatisfy(line -> assertThat(line).startsWith("audit {"));
                    matches += one.stream()
                            .filter(line -> line.startsWith("error "))
                            .count();
                }
            }
        }
        System.out.printf("gate: %,d requests both ways, %,d lines of the error log%n", exchanges.size() * 2, matches);
        assertThat(matches).as("a comparison of nothing proves nothing").isGreaterThan(exchanges.size());
    }
}
