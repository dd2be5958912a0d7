package io.rempart.workbench.ftw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.workbench.WorkbenchException;
import io.rempart.workbench.ftw.FtwTest.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FtwReaderTest {
    @TempDir
    Path directory;

    private List<FtwTest> read(String name, String yaml) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, yaml);
        return FtwReader.read(file);
    }

    private static String sent(FtwTest test) {
        return new String(FtwRequest.bytes(test.stages().get(0).input(), null, null), StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsVersion2() throws IOException {
        FtwTest test = read("a.yaml", """
                        ---
                        meta: {author: me}
                        rule_id: 100
                        tests:
                          - test_id: 7
                            desc: "one"
                            stages:
                              - input:
                                  dest_addr: 127.0.0.1
                                  port: 80
                                  headers:
                                    User-Agent: me
                                    Host: localhost
                                    X-Number: 2.10
                                  method: POST
                                  uri: /a b
                                  version: HTTP/1.1
                                  data: x=<&y
                                output:
                                  status: 200
                                  log:
                                    expect_ids: [100, 101]
                                    no_expect_ids: [102]
                                    match_regex: "a.*b"
                        """).get(0);
        assertThat(test.name()).isEqualTo("100-7");
        // fields in the order of their names, the form encoded, what is missing completed
        assertThat(sent(test))
                .isEqualTo("POST /a b HTTP/1.1\r\nHost: localhost\r\nUser-Agent: me\r\nX-Number: 2.10\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: 7\r\n\r\n"
                        + "x=%3C&y");
        FtwTest.Output output = test.stages().get(0).output();
        assertThat(output.statuses()).containsExactly(200);
        assertThat(output.expectIds()).containsExactly(100L, 101L);
        assertThat(output.noExpectIds()).containsExactly(102L);
        assertThat(output.matches()).containsExactly("a.*b");
    }

    @Test
    void readsVersion3() throws IOException {
        List<FtwTest> tests = read("a.yaml", """
                rule_id: 942100
                template:
                  method: GET
                  uri: "/?q={{.Payload}}"
                  headers:
                    - {name: Host, value: localhost}
                    - {name: X-Payload, value: "{{ .Payload }}"}
                tests:
                  - id: 1
                    description: first
                    payload: "1 UNION"
                    output: {log: {expect_ids: [942100]}}
                  - id: 2
                    template: {method: POST, uri: /submit, data: "q={{.Payload}}"}
                    payload: "a%20b"
                    output: {log: {no_expect_ids: [942100]}}
                """);
        assertThat(sent(tests.get(0)))
                .startsWith("GET /?q=1 UNION HTTP/1.1\r\nHost: localhost\r\nX-Payload: 1 UNION\r\n");
        assertThat(sent(tests.get(1)))
                .startsWith("POST /submit HTTP/1.1\r\nHost: localhost\r\n")
                .endsWith("\r\n\r\nq=a%20b");
        assertThat(tests.get(0).description()).isEqualTo("first");
        assertThat(tests.get(1).stages().get(0).output().noExpectIds()).containsExactly(942100L);
    }

    @Test
    void readsTheOlderSchema() throws IOException {
        List<FtwTest> tests = read("920100.yaml", """
                ---
                  meta:
                    enabled: true
                  tests:
                    - test_title: 920100-1
                      stages:
                        - stage:
                            input:
                              stop_magic: true
                              method: "GET"
                              headers: {Host: "localhost"}
                              uri: "/"
                              data:
                                - "one"
                                - "two"
                            output:
                              status: [200, 403, 404]
                              no_log_contains: "id \\"920100\\""
                    - test_title: other
                      stages:
                        - stage:
                            input: {encoded_request: "R0VUIC8NCg=="}
                            output: {log_contains: 'id "1"', expect_error: true}
                """);
        assertThat(tests.get(0).ruleId()).isEqualTo(920100);
        assertThat(sent(tests.get(0))).isEqualTo("GET / HTTP/1.1\r\nHost: localhost\r\n\r\none\r\ntwo");
        FtwTest.Output output = tests.get(0).stages().get(0).output();
        assertThat(output.statuses()).containsExactly(200, 403, 404);
        assertThat(output.noMatches()).containsExactly("id \"920100\"");
        assertThat(sent(tests.get(1))).isEqualTo("GET /\r\n");
        assertThat(tests.get(1).stages().get(0).output().expectsError()).isTrue();
    }

    @Test
    void sendsOrderedHeadersAsTheyStand() throws IOException {
        FtwTest test = read("1.yaml", """
                        tests:
                          - stages:
                              - input:
                                  autocomplete_headers: false
                                  ordered_headers:
                                    - {name: Z, value: 1}
                                    - {name: A, value: 2}
                                    - {name: Z, value: ""}
                                output: {}
                        """).get(0);
        assertThat(test.stages().get(0).input().headers())
                .containsExactly(new Header("Z", "1"), new Header("A", "2"), new Header("Z", ""));
        assertThat(sent(test)).isEqualTo("GET / HTTP/1.1\r\nZ: 1\r\nA: 2\r\nZ: \r\n\r\n");
    }

    @Test
    void endsLinesOfMultipartBodiesByCrLf() throws IOException {
        FtwTest test = read("1.yaml", """
                        tests:
                          - stages:
                              - input:
                                  headers: {Content-Type: "multipart/form-data; boundary=b"}
                                  data: |
                                    --b
                                    --b--
                                output: {}
                        """).get(0);
        assertThat(sent(test)).endsWith("\r\n\r\n--b\r\n--b--\r\n").contains("Content-Length: 12\r\n");
    }

    @Test
    void keepsLinesThatEndInCrLfAlready() throws IOException {
        FtwTest test = read("1.yaml", """
                        tests:
                          - stages:
                              - input:
                                  headers: {Content-Type: "multipart/form-data; boundary=b"}
                                  data: "--b\\r\\n--b--"
                                output: {}
                        """).get(0);
        assertThat(sent(test)).endsWith("\r\n\r\n--b\r\n--b--");
    }

    @Test
    void announcesNoLengthOfNothingInTheOlderSchema() throws IOException {
        String stage = "input: {method: POST, headers: {Host: localhost}}";
        FtwTest older = read("1.yaml", "tests: [{stages: [{stage: {" + stage + ", output: {}}}]}]")
                .get(0);
        FtwTest newer = read("1.yaml", "tests: [{stages: [{" + stage + ", output: {}}]}]")
                .get(0);
        assertThat(sent(older)).doesNotContain("Content-Length");
        assertThat(sent(newer)).contains("Content-Length: 0");
    }

    @Test
    void sendsARawRequestAsTheTextItIs() throws IOException {
        FtwTest test = read("1.yaml", """
                        tests:
                          - stages:
                              - stage:
                                  input: {stop_magic: true, raw_request: "GET /a HTTP/1.0\\r\\nHost: h\\r\\n\\r\\n"}
                                  output: {}
                        """).get(0);
        assertThat(sent(test)).isEqualTo("GET /a HTTP/1.0\r\nHost: h\r\n\r\n");
    }

    @Test
    void readsTheOtherFilesWhenOneIsBroken() throws IOException {
        Files.writeString(directory.resolve("a.yaml"), "tests: [");
        Files.writeString(directory.resolve("b.yaml"), "tests: [{stages: [{input: {}, output: {}}]}]");
        List<String> broken = new ArrayList<>();
        assertThat(FtwReader.read(directory, problem -> broken.add(problem.getMessage())))
                .hasSize(1);
        assertThat(broken).singleElement().asString().contains("a.yaml");
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThatThrownBy(() -> read("a.yaml", "tests: [{test_id: x, stages: []}]"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("a.yaml")
                .hasMessageContaining("test_id");
        assertThatThrownBy(() -> read("b.yaml", "tests: [")).hasMessageContaining("b.yaml");
        assertThatThrownBy(() -> read("c.yaml", "- a")).hasMessageContaining("a map is expected");
        assertThatThrownBy(() -> FtwReader.read(directory.resolve("none"))).hasMessageContaining("none");
    }

    @Test
    void anEmptyFileHasNoTests() throws IOException {
        assertThat(read("a.yaml", "---\n")).isEmpty();
    }

    @Test
    void expandsTemplatesAndLeavesPayloadsThatLookLikeThem() {
        assertThat(GoTemplate.expand("a={{ \"xy\" | repeat 3 }}&b={{ repeat 2 \"z\" }}", null))
                .isEqualTo("a=xyxyxy&b=zz");
        assertThat(GoTemplate.expand("{{.Payload | upper | b64enc}}", "a")).isEqualTo("QQ==");
        for (String payload : List.of(
                "{{constructor.constructor('alert(1)')()}}",
                "{{7*7}}",
                "{{",
                "{{ \"a\" | repeat -1 }}",
                "{{ .Other }}")) {
            assertThat(GoTemplate.expand(payload, "p")).isEqualTo(payload);
        }
        assertThat(GoTemplate.expand("{{ \"aa\" | repeat " + GoTemplate.LONGEST + " }}", null))
                .startsWith("{{");
        assertThat(GoTemplate.expand("{{ \"a\" | repeat " + GoTemplate.LONGEST + " }}", null))
                .hasSize(GoTemplate.LONGEST);
    }

    @Test
    void encodesFormsThatAreNotYet() {
        assertThat(encoded("a b=<x>&c=d~*")).isEqualTo("a+b=%3Cx%3E&c=d~%2A");
        assertThat(encoded("a=%3C")).isEqualTo("a=%3C");
        assertThat(encoded("a=1+1")).isEqualTo("a=1+1");
        assertThat(encoded("a=100%")).isEqualTo("a=100%");
        assertThat(encoded("\u00E9")).isEqualTo("%C3%A9");
    }

    private static String encoded(String body) {
        return new String(FormEncoding.encoded(body.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
