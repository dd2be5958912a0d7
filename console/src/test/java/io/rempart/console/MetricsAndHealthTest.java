package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.rempart.console.security.Accounts;
import io.rempart.console.security.ApiTokens;
import io.rempart.console.security.SecuritySettings;
import io.rempart.events.account.TokenScope;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who watches over the server learns how it does, and strangers learn nothing. */
class MetricsAndHealthTest {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z_]+)(?:\\{((?:[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*)})? (-?[0-9.]+(?:E-?[0-9]+)?)");

    private static RunningConsole console;

    @BeforeAll
    static void start() {
        console = RunningConsole.withMeasures(RunningConsole.settings());
        console.fill(20);
        ConsoleSecurityTest.account(console, "alice", Accounts.ADMIN);
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static HttpResponse<String> metrics(TokenScope scope) {
        String secret = new ApiTokens(console.accounts, Clock.systemUTC())
                .create(console.accounts.account("alice").orElseThrow(), "t", Set.of(scope), null, "alice", "::1")
                .orElseThrow()
                .secret();
        return new Visitor(console).get("/metrics", "Authorization", "Bearer " + secret);
    }

    /** Values by name and labels; fails on what is not in the format. */
    private static Map<String, Double> parsed(String text) {
        Map<String, Double> values = new HashMap<>();
        Set<String> types = new HashSet<>();
        String metric = "";
        for (String line : text.split("\n")) {
            if (line.startsWith("# TYPE ")) {
                metric = line.split(" ")[2];
                assertThat(types.add(metric)).as("twice: " + line).isTrue();
                assertThat(line.split(" ")[3]).isIn("counter", "gauge", "histogram");
            } else if (!line.startsWith("# HELP ")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).as(line).startsWith(metric);
                String name = line.substring(0, line.lastIndexOf(' '));
                assertThat(values.put(name, Double.valueOf(sample.group(3))))
                        .as("twice: " + name)
                        .isNull();
            }
        }
        return values;
    }

    @Test
    void areForThisMachineAloneWhereThatIsWanted() {
        try (RunningConsole careful = RunningConsole.withMeasures(RunningConsole.settings()
                .withNames(List.of(), List.of(new IPAddressString("127.0.0.1").getAddress()))
                .withSecurity(SecuritySettings.USUAL.withMetricsOnLoopbackOnly(true)))) {
            ConsoleSecurityTest.account(careful, "alice", Accounts.ADMIN);
            String secret = new ApiTokens(careful.accounts, Clock.systemUTC())
                    .create(
                            careful.accounts.account("alice").orElseThrow(),
                            "t",
                            Set.of(TokenScope.METRICS),
                            null,
                            "alice",
                            "::1")
                    .orElseThrow()
                    .secret();
            String bearer = "Bearer " + secret;
            Visitor scraper = new Visitor(careful);
            assertThat(scraper.get("/metrics", "Authorization", bearer).statusCode())
                    .isEqualTo(200);
            assertThat(scraper.get("/metrics", "Authorization", bearer, "X-Forwarded-For", "::1")
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> refused =
                    scraper.get("/metrics", "Authorization", bearer, "X-Forwarded-For", "203.0.113.9");
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(refused.body()).contains("to this machine alone").doesNotContain("# TYPE");
            assertThat(scraper.get("/metrics").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void tellsWhatHappenedInTheFormatOfPrometheus() {
        new Visitor(console).logIn("alice", "a wrong password");
        Visitor alice = new Visitor(console);
        alice.logIn("alice", RunningConsole.PASSWORD);
        alice.get("/events/1");
        alice.get("/events/2");
        HttpResponse<String> answer = metrics(TokenScope.METRICS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .replace(" ", "")
                        .toLowerCase(java.util.Locale.ROOT))
                .startsWith("text/plain;version=0.0.4");
        Map<String, Double> values = parsed(answer.body());
        assertThat(values)
                .containsEntry("rempart_log_records_read_total{log=\"nginx\"}", 1_204.0)
                .containsEntry("rempart_log_bytes_behind{log=\"nginx\"}", 2_400_000.0)
                .containsEntry("rempart_log_balanced{log=\"nginx\"}", 1.0)
                .containsEntry("rempart_events", 20.0)
                .containsEntry("rempart_log_in_failures_total", 1.0)
                .containsEntry("rempart_blocks_wanted", 0.0)
                .containsEntry("rempart_reports{state=\"held\"}", 0.0)
                .containsEntry("rempart_http_request_seconds_count{method=\"GET\",route=\"/events/{id}\"}", 2.0)
                .containsEntry(
                        "rempart_http_request_seconds_bucket{method=\"GET\",route=\"/events/{id}\",le=\"+Inf\"}", 2.0);
        assertThat(values.get("rempart_jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
    }

    @Test
    void namesNoPathThatStrangersMakeUp() {
        for (int i = 0; i < 50; i++) {
            new Visitor(console).get("/log-in?x=" + i);
            new Visitor(console).get("/assets/abc" + i + "/x" + i);
        }
        assertThat(metrics(TokenScope.METRICS).body()).doesNotContain("abc1", "x=1");
    }

    @Test
    void tellsMetricsToNobodyElse() {
        assertThat(metrics(TokenScope.READ).statusCode()).isEqualTo(403);
        assertThat(new Visitor(console).get("/metrics").statusCode()).isEqualTo(401);
    }

    @Test
    void tellsStrangersOnlyWhetherItIsWell() {
        Visitor stranger = new Visitor(console);
        assertThat(stranger.get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(stranger.get("/health/ready").body()).isEqualTo("{\"status\":\"up\"}");
        Visitor alice = new Visitor(console);
        alice.logIn("alice", RunningConsole.PASSWORD);
        assertThat(alice.get("/health/ready").body()).contains("\"checks\"", "\"store\"", "\"disk\"");
    }

    @Test
    void isNotReadyWhenTheDatabaseIsGone() {
        RunningConsole other = new RunningConsole();
        try {
            other.store.events.close();
            HttpResponse<String> answer = new Visitor(other).get("/health/ready");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"status\":\"down\"}");
            assertThat(new Visitor(other).get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            other.server.close();
        }
    }
}
