package io.rempart.engine.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.Compatibility;
import io.rempart.engine.Transaction;
import io.rempart.engine.Verdict;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code compat: v2} logs and how it reads rules, where ModSecurity 3 does otherwise. */
class Version2LogsTest {
    @TempDir
    Path directory;

    private final List<String> errorLog = new ArrayList<>();
    private final List<String> debugLog = new ArrayList<>();

    private Verdict run(String uri, String type, String body, String rules) {
        try (Transaction transaction = new RuleSetLoader()
                .compatibility(Compatibility.V2)
                .errorLog(errorLog::add)
                .debug((level, id, address, text) -> debugLog.add(level + " " + text), 9)
                .text("test.conf", "SecRuleEngine On\nSecRequestBodyAccess On\nSecResponseBodyAccess On\n" + rules)
                .load()
                .begin()) {
            transaction.connection("192.0.2.1", 1234, "192.0.2.2", 80);
            transaction.requestLine(ByteSlice.latin1("POST"), ByteSlice.latin1(uri), ByteSlice.latin1("HTTP/1.1"));
            transaction.requestHeader(ByteSlice.latin1("Host"), ByteSlice.latin1("h"));
            transaction.requestHeader(ByteSlice.latin1("Content-Type"), ByteSlice.latin1(type));
            transaction.requestHeader(
                    ByteSlice.latin1("Content-Length"), ByteSlice.latin1(Integer.toString(body.length())));
            transaction.processRequestHeaders();
            transaction.requestBody(ByteSlice.latin1(body));
            transaction.processRequestBody();
            transaction.responseLine(200, ByteSlice.latin1("HTTP/1.1"));
            transaction.processResponseHeaders();
            transaction.processResponseBody();
            transaction.processLogging();
            return transaction.verdict();
        }
    }

    private Verdict run(String rules) {
        return run("/a?q=1", "application/x-www-form-urlencoded", "b=2", rules);
    }

    @Test
    void tellsTheErrorLogAndTheAuditLogOfABodyThatCantBeRead() throws IOException {
        Path audit = directory.resolve("audit.log");
        run(
                "/",
                "multipart/form-data; boundary=b",
                "--b\r\n\r\n1\r\n--b--\r\n",
                "SecAuditEngine RelevantOnly\nSecAuditLog " + audit + "\n");
        assertThat(errorLog)
                .singleElement()
                .asString()
                .startsWith("[client 192.0.2.1] ModSecurity: Multipart parsing error: Multipart: Part missing")
                .contains("[hostname \"h\"] [uri \"/\"] [unique_id ");
        assertThat(Files.readString(audit)).contains("Message: Multipart parsing error: Multipart: Part missing");
    }

    @Test
    void tellsOfALimitThatWasReached() {
        assertThat(run("SecRequestBodyLimit 2").status()).isEqualTo(413);
        assertThat(errorLog)
                .singleElement()
                .asString()
                .contains("Request body is larger than the configured limit (2).");
    }

    @Test
    void saysThatAccessIsAllowed() {
        run("SecAction \"id:1,phase:1,allow:request\"");
        assertThat(errorLog)
                .singleElement()
                .asString()
                .contains("ModSecurity: Access to request allowed (phase 1). Unconditional match in SecAction.");
    }

    @Test
    void refusesWhatCanBeNoMoreHandedToAProxy() {
        Verdict verdict = run("SecAction \"id:1,phase:3,proxy:http://192.0.2.9/\"");
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.DENY);
        assertThat(verdict.status()).isEqualTo(500);
        assertThat(errorLog)
                .singleElement()
                .asString()
                .contains("Access denied with code 500 (phase 3) (Configuration Error: Proxy action requested");
        assertThat(run("SecAction \"id:1,phase:2,proxy:http://192.0.2.9/\"").kind())
                .isEqualTo(Verdict.Kind.PROXY);
    }

    @Test
    void keepsWhatLogSaysApartFromTheAuditLog() throws IOException {
        Path audit = directory.resolve("audit.log");
        run("SecAuditEngine RelevantOnly\nSecAuditLog " + audit + "\nSecAction \"id:1,phase:1,noauditlog,log,pass\"");
        assertThat(errorLog).hasSize(1);
        assertThat(Files.exists(audit) ? Files.readString(audit) : "").isEmpty();
    }

    @Test
    void givesARuleWithoutPhaseThatOfTheDefaultActionsBefore() {
        Verdict verdict = run("SecDefaultAction \"phase:1,log,deny,status:404\"\nSecRule REQUEST_URI \"a\" \"id:1\"");
        assertThat(verdict.status()).isEqualTo(404);
        assertThat(verdict.phase()).isEqualTo(1);
    }

    @Test
    void takesABlankBetweenActionsForAComma() {
        Verdict verdict = run("SecRule ARGS:q \"1\" \"id:1 phase:1,deny,status:404 msg:'a b'\"");
        assertThat(verdict.status()).isEqualTo(404);
        assertThat(errorLog).singleElement().asString().contains("[msg \"a b\"]");
    }

    @Test
    void tellsTheDebugLogOfArgumentsRulesAndMatches() {
        run("SecDefaultAction \"phase:2,log,noauditlog,pass,tag:foo\"\n"
                + "SecRule ARGS:b \"@rx 2\" \"phase:2,deny,status:403,id:1,msg:'it is'\"");
        assertThat(debugLog)
                .contains(
                        "5 Adding request argument (QUERY_STRING): name \"q\", value \"1\"",
                        "5 Adding request argument (BODY): name \"b\", value \"2\"",
                        "9 Target value: \"2\"")
                .anyMatch(
                        line -> line.matches(
                                "5 Rule [0-9a-f]+: SecRule \"ARGS:b\" \"@rx 2\" \"phase:2,log,noauditlog,tag:foo,deny,status:403,id:1,msg:'it is'\""))
                .anyMatch(line ->
                        line.startsWith("1 Access denied with code 403 (phase 2). Pattern match \"2\" at ARGS:b."));
    }

    @Test
    void tellsTheDebugLogOfMatchesThatNoOtherLogShows() {
        run("SecAction \"id:1,phase:1,nolog,pass\"");
        assertThat(errorLog).isEmpty();
        assertThat(debugLog).anyMatch(line -> line.startsWith("4 Warning. Unconditional match in SecAction."));
    }
}
