package io.rempart.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as a person or a script uses it: exit codes, one sentence for a mistake, nothing hostile on the terminal. */
class CommandLineTest {
    @TempDir
    Path directory;

    private record Outcome(int code, String out, String err) {}

    private Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Rempart.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data=" + directory.resolve("data"));
        int code = command.execute(all.toArray(String[]::new));
        return new Outcome(code, out.toString(), err.toString());
    }

    private Path log(String userAgent, String uri) throws Exception {
        Path log = directory.resolve("audit.log");
        Files.write(
                log,
                ("{\"transaction\":{\"time\":\"22/Nov/2026:09:32:17.617183 +0000\",\"transaction_id\":\"awK2oXjY5r0bqmyptZMXhAAAAEA\","
                                + "\"remote_address\":\"203.0.113.7\",\"remote_port\":1,\"local_address\":\"192.0.2.1\",\"local_port\":443},"
                                + "\"request\":{\"request_line\":\"GET " + uri
                                + " HTTP/1.1\",\"headers\":{\"Host\":\"h\",\"User-Agent\":\""
                                + userAgent
                                + "\"}},\"response\":{\"protocol\":\"HTTP/1.1\",\"status\":404,\"headers\":{}},"
                                + "\"audit_data\":{\"engine_mode\":\"ENABLED\"}}\n")
                        .getBytes(StandardCharsets.UTF_8));
        return log;
    }

    @Test
    void tellsMistakesInOneSentenceWithTheRightExitCode() throws Exception {
        assertThat(run("evnts").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("events", "--console-port", "many"))
                .isEqualTo(new Outcome(3, "", "rempart: --console-port: 'many': expected a whole number\n"));
        Outcome field = run("events", "--query", "clas:scanner");
        assertThat(field.code()).isEqualTo(ExitCode.FAILED);
        assertThat(field.err()).contains("class").hasLineCount(1);
        assertThat(run("events", "--query", "ip:999.1.1.1").err())
                .contains("999.1.1.1")
                .hasLineCount(1);
        assertThat(run("events", "--query", "since:yesterdayish").err()).hasLineCount(1);
        assertThat(run("import", directory.resolve("nothing.log").toString()).code())
                .isEqualTo(ExitCode.FAILED);
        assertThat(run("sources", "--class", "nobody").err()).contains("nobody").hasLineCount(1);
    }

    @Test
    void printsHostileTextHarmlessly() throws Exception {
        String escape = "\\u001b[31mred\\u001b]0;title\\u0007\\u202egnp.exe\\u0000\\r\\nforged line";
        assertThat(run("import", log(escape, "/\\u001b[2J<script>").toString()).code())
                .isZero();
        Outcome text = run("events");
        assertThat(text.out())
                .contains("\\x1b[2J<script>")
                .doesNotContain("\u001b")
                .hasLineCount(1);
        Outcome json = run("events", "--json");
        assertThat(json.out()).hasLineCount(1);
        assertThat(json.out().chars()).allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7F);
    }

    @Test
    void countsSearchesAndReclassifiesWhatItImported() throws Exception {
        Path log = log("Nikto/2.1", "/phpMyAdmin/?password=hunter2");
        assertThat(run("import", log.toString()).out()).startsWith("1 read: 1 stored");
        assertThat(run("import", log.toString()).out()).contains("1 duplicate,");
        assertThat(run("events", "-q", "class:scanner ip:203.0.113.0/24", "--json")
                        .out())
                .contains("\"class\":\"scanner\"", "[masked:")
                .doesNotContain("hunter2");
        assertThat(run("sources", "--json").out()).contains("\"client\":\"203.0.113.7\",\"events\":1");
        assertThat(run("ledger", "--json").out()).contains("\"read\":2,\"stored\":1,\"repaired\":0,\"duplicates\":1");
        assertThat(run("store", "check").code()).isZero();
        Path rules = directory.resolve("rules.yaml");
        Files.writeString(
                rules,
                "version: t\nrules:\n  - {id: ours, class: false-positive, weight: 99, when: {path: /phpmyadmin*}, says: ours}\n");
        assertThat(run("reclassify", "--classification-rules", rules.toString()).out())
                .contains("1 changed");
        assertThat(run("events", "-q", "class:false-positive", "--json").out()).contains("203.0.113.7");
    }

    @Test
    void textForTheTerminalIsSafe() {
        assertThat(TerminalText.safe("a\u001b[0m\n\u202e\u009b\u0000é€\uD83D\uDE00\uD800"))
                .isEqualTo("a\\x1b[0m\\x0a\\u202e\\x9b\\x00é€\uD83D\uDE00\\ud800");
        assertThat(TerminalText.safe("plain")).isSameAs("plain".intern());
        assertThat(JsonLines.of(Map.of("a", "\u007f\u001b\u2028<"))).isEqualTo("{\"a\":\"\\u007f\\u001B\\u2028<\"}");
    }
}
