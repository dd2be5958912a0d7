package io.rempart.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.app.ExitCode;
import io.rempart.app.Rempart;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The sub-commands of {@code rempart rules} as a person or a script uses them. */
class RulesCommandTest {
    @TempDir
    Path directory;

    private record Outcome(int code, String out, String err) {}

    private static Outcome run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Rempart.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new Outcome(command.execute(texts), out.toString(), err.toString());
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                directory.resolve("a.conf"),
                "SecRule ARGS \"@contains evil\" \"id:100,phase:2,deny,status:403,log,msg:'evil'\"\n");
        Files.writeString(directory.resolve("100.yaml"), """
                rule_id: 100
                tests:
                  - test_id: 1
                    stages: [{input: {uri: "/?a=evil", headers: {Host: h}}, output: {log: {expect_ids: [100]}}}]
                  - test_id: 2
                    stages: [{input: {uri: "/?a=good", headers: {Host: h}}, output: {log: {expect_ids: [100]}}}]
                """);
    }

    @Test
    void testTellsWhatFailedAndExitsWithOne() {
        Outcome both = run("rules", "test", "--rules", directory, "--tests", directory);
        assertThat(both.code()).isEqualTo(ExitCode.FAILED);
        assertThat(both.out()).contains("100-2  Rule 100 is not in the log").doesNotContain("100-1 ");
        assertThat(run("rules", "test", "--rules", directory, "--tests", directory, "--only", "-1$")
                        .code())
                .isEqualTo(ExitCode.OK);
        Outcome json = run("rules", "test", "--json", "--rules", directory, "--tests", directory);
        assertThat(json.out()).hasLineCount(3).contains("\"tests\":2,\"files\":1,\"passed\":1,\"failed\":1");
        assertThat(run("rules", "test", "--tests", directory).err())
                .hasLineCount(1)
                .contains("--rules");
        assertThat(run("rules", "test", "--rules", directory, "--tests", directory.resolve("none"))
                        .code())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void testGoesOnBehindAFileThatCantBeReadAndExitsWithOne() throws IOException {
        Files.writeString(directory.resolve("000.yaml"), "tests: [");
        Outcome outcome = run("rules", "test", "--rules", directory, "--tests", directory, "--only", "-1$");
        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).contains("000.yaml");
        assertThat(outcome.out()).contains("1 passed");
    }

    @Test
    void checkExitsWithOneOnlyForErrorsUnlessStrict() throws IOException {
        assertThat(run("rules", "check", directory).code()).isEqualTo(ExitCode.OK);
        Files.writeString(directory.resolve("b.conf"), "SecMarker UNUSED\n");
        assertThat(run("rules", "check", directory).code()).isEqualTo(ExitCode.OK);
        assertThat(run("rules", "check", "--strict", directory).code()).isEqualTo(ExitCode.FAILED);
        Files.writeString(directory.resolve("c.conf"), "SecRule ARGS \"@rx (\" \"id:7\"\nSecNonsense\u001B[31m x\n");
        Outcome broken = run("rules", "check", "--json", directory);
        assertThat(broken.code()).isEqualTo(ExitCode.FAILED);
        assertThat(broken.out()).contains("\"errors\":2").doesNotContain("\u001B");
        assertThat(run("rules", "check", directory).out())
                .contains("c.conf:1: error:")
                .doesNotContain("\u001B");
    }

    @Test
    void explainTakesFlagsRawFilesAndAuditRecords() throws IOException {
        Outcome flags = run("rules", "explain", "--rules", directory, "/?a=evil");
        assertThat(flags.code()).isEqualTo(ExitCode.OK);
        assertThat(flags.out()).contains("status 403 by rule 100 in phase 2").contains(">>evil<<");

        Path raw = directory.resolve("request.http");
        Files.writeString(raw, "POST / HTTP/1.1\nHost: h\nContent-Type: application/x-www-form-urlencoded\n\na=evil");
        assertThat(run("rules", "explain", "--rules", directory, "--raw", raw, "--json")
                        .out())
                .contains("\"kind\":\"deny\"");

        Path audit = directory.resolve("audit.log");
        String record = "{\"transaction\":{\"time\":\"22/Nov/2026:09:32:17.617183 +0000\",\"transaction_id\":\"%s\","
                + "\"remote_address\":\"203.0.113.7\",\"remote_port\":1,\"local_address\":\"192.0.2.1\",\"local_port\":443},"
                + "\"request\":{\"request_line\":\"GET %s HTTP/1.1\",\"headers\":{\"Host\":\"h\"}},"
                + "\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":404,\"headers\":{}},"
                + "\"audit_data\":{\"engine_mode\":\"ENABLED\"}}\n";
        Files.writeString(
                audit,
                record.formatted("awK2oXjY5r0bqmyptZMXhAAAAEA", "/?a=good")
                        + record.formatted("awK2oXjY5r0bqmyptZMXhAAAAEB", "/?a=evil"));
        assertThat(run("rules", "explain", "--rules", directory, "--audit", audit)
                        .out())
                .contains("no rule stopped it");
        Outcome second = run(
                "rules",
                "explain",
                "--rules",
                directory,
                "--audit",
                audit,
                "--event",
                "awK2oXjY5r0bqmyptZMXhAAAAEB",
                "--format",
                "html");
        assertThat(second.out()).contains("<mark>evil</mark>");
        assertThat(run("rules", "explain", "--rules", directory, "--audit", audit, "--event", "x")
                        .code())
                .isEqualTo(ExitCode.FAILED);
        assertThat(run("rules", "explain", "--rules", directory).code()).isEqualTo(ExitCode.USAGE);
    }
}
