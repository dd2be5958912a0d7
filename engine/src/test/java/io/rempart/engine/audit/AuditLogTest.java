package io.rempart.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.Compatibility;
import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.seclang.RuleSetLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final String RULE =
            "SecRule ARGS:q \"@contains attack\" \"id:7,phase:2,deny,status:403,msg:'Attack \\\"] [id \\\"9\\\"]',logdata:'%{MATCHED_VAR}',tag:'t/1',severity:CRITICAL\"\n";

    @TempDir
    private Path directory;

    private final List<String> errorLog = new ArrayList<>();

    private String run(Compatibility compatibility, String rules, String uri, String body) throws IOException {
        Path log = directory.resolve("audit.log");
        Transaction transaction = new RuleSetLoader()
                .compatibility(compatibility)
                .errorLog(errorLog::add)
                .text(
                        "test.conf",
                        "SecRuleEngine On\nSecRequestBodyAccess On\nSecAuditEngine RelevantOnly\nSecAuditLogParts ABCFHZ\nSecAuditLog "
                                + log + "\n" + rules)
                .load()
                .begin();
        try (transaction) {
            transaction.connection("192.0.2.7", 40000, "198.51.100.1", 443);
            transaction.requestLine(latin1("POST"), latin1(uri), latin1("HTTP/1.1"));
            transaction.requestHeader(latin1("Host"), latin1("shop.example"));
            transaction.requestHeader(latin1("Content-Type"), latin1("application/x-www-form-urlencoded"));
            transaction.requestHeader(latin1("X-Bytes"), latin1("\u00e9\u00ff\u0001"));
            transaction.processRequestHeaders();
            transaction.requestBody(latin1(body));
            transaction.processRequestBody();
        }
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    private static ByteSlice latin1(String text) {
        return ByteSlice.latin1(text);
    }

    @Test
    void writesVersion2JsonOnOneLineWithBytesAsTheyAre() throws IOException {
        String log = run(Compatibility.V2, "SecAuditLogFormat JSON\n" + RULE, "/?q=attack", "a=1");
        assertThat(log).endsWith("}\n").hasLineCount(1);
        assertThat(log).contains("\"request_line\":\"POST /?q=attack HTTP/1.1\"");
        assertThat(log).contains("\"X-Bytes\":\"\u00e9\u00ff\\u0001\"");
        assertThat(log).contains("\"body\":[\"a=1\"]").contains("\"intercepted\":true,\"phase\":2");
        assertThat(log).contains("Access denied with code 403 (phase 2). String match");
    }

    @Test
    void letsNoMessageForgeAField() throws IOException {
        run(Compatibility.V2, RULE, "/?q=attack%22%5D%20%5Bid%20%229", "");
        assertThat(errorLog).singleElement().asString().contains("[id \"7\"]").doesNotContain("[id \"9");
    }

    @Test
    void writesVersion3Json() throws IOException {
        String log = run(Compatibility.V3, "SecAuditLogFormat JSON\n" + RULE, "/?q=attack", "");
        assertThat(log).startsWith("{\"transaction\":{\"client_ip\":\"192.0.2.7\"");
        assertThat(log)
                .contains("\"ruleId\":\"7\"")
                .contains("\"http_version\":1.1")
                .contains("\"http_code\":403");
    }

    @Test
    void writesNativeRecordsWithOneBoundary() throws IOException {
        String log = run(Compatibility.V2, RULE, "/?q=attack", "a=1");
        String boundary = log.substring(0, log.indexOf("A--"));
        assertThat(log).contains(boundary + "B--\nPOST /?q=attack HTTP/1.1\n");
        assertThat(log).contains(boundary + "C--\na=1\n").contains(boundary + "H--\nMessage: ");
        assertThat(log).endsWith(boundary + "Z--\n\n");
    }

    @Test
    void writesVersion3NativeRecords() throws IOException {
        assertThat(run(Compatibility.V3, RULE, "/?q=attack", ""))
                .containsPattern("(?m)^---[A-Za-z0-9]{8}---A--$")
                .contains("ModSecurity: Access denied with code 403 (phase 2). Matched \"Operator `Contains'");
    }

    @Test
    void keepsAFileForEachRecordAndAnIndexOfThem() throws IOException {
        String index = run(
                Compatibility.V2,
                "SecAuditLogType Concurrent\nSecAuditLogStorageDir " + directory.resolve("store") + "\n" + RULE,
                "/?q=attack",
                "");
        assertThat(index)
                .startsWith("shop.example 192.0.2.7 - - [")
                .contains(" 403 ")
                .contains(" md5:");
        try (Stream<Path> files = Files.walk(directory.resolve("store"))) {
            Path record = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            assertThat(index).contains(AuditRecord.md5(Files.readAllBytes(record)));
        }
    }

    @Test
    void hidesSanitisedValuesEverywhere() throws IOException {
        String rules = "SecAction \"id:1,phase:1,nolog,pass,sanitiseArg:password,sanitiseRequestHeader:X-Bytes\"\n"
                + "SecRule ARGS:password \"@contains secret\" \"id:2,phase:2,deny,msg:'leak',logdata:'%{MATCHED_VAR}'\"\n";
        String log = run(Compatibility.V2, "SecAuditLogFormat JSON\n" + rules, "/?x=1", "password=top%73ecret&y=2");
        assertThat(log)
                .doesNotContain("ecret\\\"]")
                .doesNotContain("top%73ecret")
                .doesNotContain("topsecret");
        assertThat(log).contains("password=***").contains("&y=2").doesNotContain("\u00e9");
        assertThat(errorLog).singleElement().asString().doesNotContain("topsecret");
    }

    @Test
    void keepsIrrelevantTransactionsOut() throws IOException {
        assertThat(run(Compatibility.V2, RULE, "/?q=harmless", "")).isEmpty();
    }

    @Test
    void keepsTransactionsThatTheirStatusMakesRelevant() throws IOException {
        String rules =
                "SecAuditLogRelevantStatus ^40\nSecRule ARGS:q \"@streq x\" \"id:3,phase:2,deny,status:404,nolog\"\n";
        assertThat(run(Compatibility.V2, rules, "/?q=x", "")).contains("/?q=x");
    }
}
