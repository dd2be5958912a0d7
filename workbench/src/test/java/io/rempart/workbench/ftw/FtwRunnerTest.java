package io.rempart.workbench.ftw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.engine.RuleSet;
import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.gateway.Gateway;
import io.rempart.gateway.InspectionLimits;
import io.rempart.workbench.WorkbenchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own rules and tests, against the engine, and against a URL with a log. */
class FtwRunnerTest {
    private static final String RULES = """
            SecRule ARGS "@contains attack" "id:100,phase:2,pass,log,msg:'an attack'"
            SecRule RESPONSE_BODY "@contains secret" "id:101,phase:4,pass,log"
            SecRule REQUEST_HEADERS:Cookie "@contains session=7" "id:102,phase:1,pass,log"
            """;

    private static final String TESTS = """
            rule_id: 100
            tests:
              - test_id: 1
                desc: found
                stages: [{input: {uri: "/?a=attack", headers: {Host: h}}, output: {status: 200, log: {expect_ids: [100]}}}]
              - test_id: 2
                desc: not there, so it must fail
                stages: [{input: {uri: "/?a=calm", headers: {Host: h}}, output: {log: {expect_ids: [100]}}}]
              - test_id: 3
                desc: there, so it must fail
                stages: [{input: {uri: "/?a=attack", headers: {Host: h}}, output: {log: {no_expect_ids: [100]}}}]
              - test_id: 4
                desc: a wrong status must fail
                stages: [{input: {uri: "/", headers: {Host: h}}, output: {status: 400}}]
              - test_id: 5
                desc: refused by the front end
                stages: [{input: {method: " GET", uri: "/", headers: {Host: h}}, output: {status: [400, 403]}}]
              - test_id: 6
                desc: no answer in HTTP
                stages: [{input: {version: "", uri: "/?a=attack"}, output: {expect_error: true, log: {expect_ids: [100]}}}]
              - test_id: 7
                desc: an answer where none should be must fail
                stages: [{input: {uri: "/", headers: {Host: h}}, output: {expect_error: true}}]
              - test_id: 8
                desc: the response
                stages:
                  - input:
                      method: POST
                      uri: /reflect
                      headers: {Host: h, Content-Type: application/json}
                      data: '{"status": 201, "headers": {"X-A": "b"}, "body": "a secret"}'
                    output: {status: 201, response_contains: "X-A: b", log: {expect_ids: [101], match_regex: 'id "101"'}}
              - test_id: 9
                desc: isolated must fail beside another rule
                stages:
                  - input: {uri: "/?a=attack", headers: {Host: h, Cookie: session=7}}
                    output: {isolated: true, log: {expect_ids: [100]}}
            """;

    private static final String STAGES = """
            rule_id: 102
            tests:
              - test_id: 1
                stages:
                  - input:
                      method: POST
                      uri: /reflect
                      save_cookie: true
                      headers: {Host: h, Content-Type: application/json}
                      data: '{"status": 302, "headers": {"Set-Cookie": "session=7; Path=/", "Location": "http://h/?a=attack"}}'
                    output: {status: 302}
                  - input: {follow_redirect: true, headers: {Host: h}}
                    output: {log: {expect_ids: [100, 102]}}
            """;

    @TempDir
    Path directory;

    private List<FtwTest> tests = List.of();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("rules.conf"), RULES);
        Files.writeString(directory.resolve("100.yaml"), TESTS);
        Files.writeString(directory.resolve("102.yaml"), STAGES);
        tests = FtwReader.read(directory);
    }

    private RuleSetLoader rules() {
        return SuiteSetup.loader(List.of(directory.resolve("rules.conf")), List.of(), true);
    }

    private static Map<String, Boolean> passed(List<FtwResult> results) {
        return results.stream().collect(Collectors.toMap(result -> result.test().name(), FtwResult::passed));
    }

    private static final Map<String, Boolean> EXPECTED = Map.of(
            "100-1", true, "100-2", false, "100-3", false, "100-4", false, "100-5", true, "100-6", true, "100-7", false,
            "100-8", true, "100-9", false, "102-1", true);

    @Test
    void passesAndFailsWhatShould() {
        try (EngineTarget target = new EngineTarget(rules())) {
            List<FtwResult> results = new FtwRunner(target, true, FtwOverrides.none()).run(tests, result -> {});
            assertThat(passed(results)).isEqualTo(EXPECTED);
        }
    }

    @Test
    void runsTestsOfTheOlderSchemaThatCoreRuleSet3Has() throws IOException {
        Path older = Files.createDirectory(directory.resolve("older"));
        Files.writeString(older.resolve("100.yaml"), """
                ---
                  meta:
                    author: "someone"
                    enabled: true
                    name: "100.yaml"
                    description: "None"
                  tests:
                    -
                      test_title: 100-1
                      desc: "found, in a form that is sent as it stands"
                      stages:
                        -
                          stage:
                            input:
                              dest_addr: "127.0.0.1"
                              method: "POST"
                              port: 80
                              headers:
                                User-Agent: "ModSecurity CRS 3 Tests"
                                Host: "localhost"
                              data: "a=attack"
                            output:
                              log_contains: "id \\"100\\""
                    -
                      test_title: 100-2
                      desc: "there, so it must fail"
                      stages:
                        -
                          stage:
                            input:
                              headers: {Host: "localhost"}
                              uri: "/?a=attack"
                            output:
                              no_log_contains: "id \\"100\\""
                    -
                      test_title: 100-3
                      desc: "one of several statuses"
                      stages:
                        -
                          stage:
                            input:
                              stop_magic: true
                              method: "OPTIONS"
                              headers: {Host: "localhost", Connection: "close"}
                            output:
                              status: [403, 200]
                              no_log_contains: "id \\"100\\""
                """);
        try (EngineTarget target = new EngineTarget(rules())) {
            List<FtwResult> results =
                    new FtwRunner(target, true, FtwOverrides.none()).run(FtwReader.read(older), result -> {});
            assertThat(passed(results)).isEqualTo(Map.of("100-1", true, "100-2", false, "100-3", true));
        }
    }

    @Test
    void passesAndFailsTheSameAtAUrlWithItsLog() throws IOException {
        Path log = Files.createFile(directory.resolve("error.log"));
        RuleSet set = rules().errorLog(line -> append(log, line)).load();
        try (Gateway gateway =
                        Gateway.start("127.0.0.1", 0, () -> set, InspectionLimits.DEFAULT, new ReflectingBackend());
                UrlTarget target = new UrlTarget(URI.create("http://127.0.0.1:" + gateway.port() + "/"), log)) {
            List<FtwResult> results = new FtwRunner(target, true, FtwOverrides.none()).run(tests, result -> {});
            assertThat(passed(results)).isEqualTo(EXPECTED);
        }
    }

    private static void append(Path log, String line) {
        try {
            Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aLogThatShowsNoMarkerIsTold() throws IOException {
        Path log = Files.createFile(directory.resolve("other.log"));
        RuleSet set = rules().load();
        try (Gateway gateway =
                        Gateway.start("127.0.0.1", 0, () -> set, InspectionLimits.DEFAULT, new ReflectingBackend());
                UrlTarget target = new UrlTarget(URI.create("http://127.0.0.1:" + gateway.port() + "/"), log)) {
            FtwRunner runner = new FtwRunner(target, true, FtwOverrides.none());
            assertThatThrownBy(() -> runner.run(tests, result -> {}))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("X-CRS-Test");
        }
    }

    @Test
    void takesTheExpectationsOfThePlatform() throws IOException {
        Path file = directory.resolve("overrides.yml");
        Files.writeString(file, """
                version: "v0.0.0"
                meta: {engine: "x", platform: "y"}
                test_overrides:
                  - rule_id: 100
                    test_ids: [2, 3]
                    reason: here it is the other way round
                    output: {status: 200}
                """);
        try (EngineTarget target = new EngineTarget(rules())) {
            List<FtwResult> results = new FtwRunner(target, true, FtwOverrides.read(file)).run(tests, result -> {});
            assertThat(results.stream()
                            .filter(FtwResult::overridden)
                            .map(result -> result.test().name()))
                    .containsExactly("100-2", "100-3");
            assertThat(passed(results)).containsEntry("100-2", true).containsEntry("100-3", true);
        }
    }

    @Test
    void findsIdsInEveryKindOfLog() {
        assertThat(FtwCheck.ids(List.of(
                        "ModSecurity: Warning. [id \"1\"] [id \"2\"]",
                        "{\"ruleId\":\"3\"}",
                        "{\"id\": 4}",
                        "id 5",
                        "[id \"99999999999999999999999\"]")))
                .containsExactly(1L, 2L, 3L, 4L);
    }
}
