package io.rempart.events.read;

import static io.rempart.events.read.Logs.bytes;
import static io.rempart.events.read.Logs.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Severity;
import io.rempart.events.read.RecordReader.ReadContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordReadersTest {
    private static final ReadContext PARIS = new ReadContext(ZoneId.of("Europe/Paris"), FieldLimits.DEFAULT);

    private static Reading one(byte[] record) {
        List<Reading> readings = RecordReaders.read(record, PARIS);
        assertThat(readings).hasSize(1);
        return readings.get(0);
    }

    private static Event event(String record) {
        return event(bytes(record));
    }

    private static Event event(byte[] record) {
        Reading reading = one(record);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        Reading.Read read = (Reading.Read) reading;
        assertThat(one(read.record())).as("the kept bytes read again").isEqualTo(read);
        return read.event();
    }

    private static String reason(String record) {
        Reading reading = one(bytes(record));
        assertThat(reading).isInstanceOf(Reading.Unreadable.class);
        assertThat(((Reading.Unreadable) reading).bytes()).isEqualTo(bytes(record));
        return ((Reading.Unreadable) reading).reason();
    }

    @Test
    void readsModSecurity2JsonByteForByte() {
        Event event = event(Logs.MODSECURITY2_JSON);

        assertThat(event.format()).isEqualTo(AuditFormat.MODSECURITY2_JSON);
        assertThat(event.transactionId()).isEqualTo("aAbBcCdDeEfFgGhHiIjJkKlL");
        assertThat(event.time()).isEqualTo("2026-03-05T13:07:09.000123Z");
        assertThat(event.timeText()).isEqualTo("05/Mar/2026:14:07:09.000123 +0100");
        assertThat(event.peer()).hasToString("192.0.2.7");
        assertThat(event.peerPort()).isEqualTo(50_123);
        assertThat(event.host()).isEqualTo("shop.example.org");
        assertThat(event.localAddress()).isEqualTo("198.51.100.1");
        assertThat(event.localPort()).isEqualTo(443);
        assertThat(event.request().method()).isEqualTo(text("POST"));
        assertThat(event.request().uri()).isEqualTo(text("/login?next=%2F"));
        assertThat(event.request().protocol()).isEqualTo(text("HTTP/1.1"));
        assertThat(event.request().header("user-agent")).isEqualTo(text("caf\u00e9/1.0"));
        assertThat(event.request().body())
                .isEqualTo(text("user=Zo\u00c3\u00a9&pass=x"))
                .hasToString("user=Zo\u00e9&pass=x");
        assertThat(event.response().status()).isEqualTo(403);
        assertThat(event.response().headers())
                .contains(
                        new HeaderField(text("Set-Cookie"), text("a=1; Path=/")),
                        new HeaderField(text("Set-Cookie"), text("b=2; Path=/")));
        assertThat(event.response().body()).isEqualTo(text("<p>no\n</p>"));
        assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
        assertThat(event.engineMode()).isEqualTo("ENABLED");
        assertThat(event.inboundScore()).isEqualTo(15);
        assertThat(event.outboundScore()).isEqualTo(-1);
        assertThat(event.producer()).isEqualTo("Engine 2; RULES/1.0");
        assertThat(event.hits())
                .containsExactly(
                        new Hit(
                                "942999",
                                0,
                                text("SQL [test] found"),
                                text("Pattern match \"(?i)union\\s+select \"x\"\" at ARGS:q"),
                                "ARGS:q",
                                text("Matched Data: union\" found within ARGS:q: 1 union\"\u00c3\u00a9"),
                                Severity.CRITICAL,
                                List.of("attack-sqli", "level/1"),
                                "RULES/1.0",
                                "3",
                                "/rules/a.conf",
                                12,
                                true,
                                false),
                        new Hit(
                                "949110",
                                2,
                                text("Inbound Anomaly Score Exceeded (Total Score: 15)"),
                                text("Operator GE matched 5 at TX:anomaly_score"),
                                "TX:anomaly_score",
                                text(""),
                                Severity.CRITICAL,
                                List.of("attack-generic"),
                                "",
                                "",
                                "/rules/z.conf",
                                9,
                                true,
                                false));
    }

    @Test
    void readsModSecurity2JsonOfAnHttp09RequestAndWithoutMessages() {
        Event event = event("{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 --0400\",\"transaction_id\":\"x\"},"
                + "\"request\":{\"request_line\":\"GET /\",\"headers\":{}},\"response\":{},\"audit_data\":{"
                + "\"error_messages\":[\"[file \\\"a.c\\\"] AH01: x [hostname \\\"Www.example.org\\\"] [uri \\\"/\\\"]\"],"
                + "\"producer\":\"Engine 2\",\"engine_mode\":\"DETECTION_ONLY\"}}");

        assertThat(event.time()).isEqualTo("2026-03-05T18:07:09Z");
        assertThat(event.request().uri()).isEqualTo(text("/"));
        assertThat(event.request().protocol().isEmpty()).isTrue();
        assertThat(event.response().status()).isZero();
        assertThat(event.host()).isEqualTo("www.example.org");
        assertThat(event.peer()).isNull();
        assertThat(event.producer()).isEqualTo("Engine 2");
        assertThat(event.disposition()).isEqualTo(Disposition.LOGGED);
    }

    @Test
    void completesACutMessageFromTheMatchedRules() {
        String cut =
                "Warning. Pattern match \\\"x\\\" at ARGS:q. [file \\\"/rules/a.conf\\\"] [line \\\"1\\\"] [id \\\"942999\\\"] [msg \\\"m\\\"] [tag \\\"appli";
        Event event = event(
                "{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 +0000\"},\"audit_data\":{\"messages\":[\"" + cut
                        + "\"]},\"matched_rules\":[{\"chain\":true,\"rules\":[{\"actionset\":{\"id\":\"942999\",\"version\":\"RULES/1\",\"severity\":2,\"phase\":2,\"tags\":[\"application-multi\",\"attack-sqli\"]},\"unparsed\":\"SecRule \\\"{[\"},"
                        + "{\"actionset\":{\"phase\":2}}],\"full_chain_match\":false}]}");

        Hit hit = event.hits().get(0);
        assertThat(hit.truncated()).isTrue();
        assertThat(hit.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(hit.version()).isEqualTo("RULES/1");
        assertThat(hit.phase()).isEqualTo(2);
        assertThat(hit.tags()).containsExactly("application-multi", "attack-sqli");
    }

    @Test
    void readsModSecurity3JsonWithTheZoneOfTheSource() {
        Event event = event(Logs.MODSECURITY3_JSON);

        assertThat(event.format()).isEqualTo(AuditFormat.MODSECURITY3_JSON);
        assertThat(event.time()).isEqualTo("2026-03-05T13:07:09Z");
        assertThat(event.timeText()).isEqualTo("Thu Mar  5 14:07:09 2026");
        assertThat(event.peer()).hasToString("192.0.2.9");
        assertThat(event.transactionId()).isEqualTo("177271602912.345678");
        assertThat(event.request().line()).isEqualTo(text("GET /?q=%3Cscript%3E HTTP/2.0"));
        assertThat(event.request().header("User-Agent")).isEqualTo(text("x\u00ff"));
        assertThat(event.host()).isEqualTo("www.example.org");
        assertThat(event.response().status()).isEqualTo(403);
        assertThat(event.producer()).isEqualTo("ModSecurity v3.0.9 (Linux); Connector v1; RULES/4.0");
        assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
        assertThat(event.inboundScore()).isEqualTo(5);
        Hit hit = event.hits().get(0);
        assertThat(hit.ruleId()).isEqualTo("941999");
        assertThat(hit.line()).isEqualTo(77);
        assertThat(hit.variable()).isEqualTo("ARGS:q");
        assertThat(hit.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(hit.data()).isEqualTo(text("Matched Data: <script found within ARGS:q: <script>\u00e9"));
        assertThat(hit.tags()).containsExactly("attack-xss", "level/1");
        assertThat(event.hits().get(1).severity()).isEqualTo(Severity.EMERGENCY);
    }

    @ParameterizedTest
    @CsvSource({
        "Enabled, 403, BLOCKED",
        "DetectionOnly, 200, DETECTED",
        "DetectionOnly, 403, DETECTED",
        "Enabled, 200, DETECTED"
    })
    void tellsWhetherModSecurity3Blocked(String mode, int status, Disposition disposition) {
        Event event = event(Logs.MODSECURITY3_JSON
                .replace("Enabled", mode)
                .replace("\"http_code\":403", "\"http_code\":" + status));

        assertThat(event.disposition()).isEqualTo(disposition);
    }

    @Test
    void readsModSecurity3JsonOfOldVersionsAndWithAnAbsentNumber() {
        Event event = event(Logs.MODSECURITY3_JSON
                .replace("\"unique_id\"", "\"id\"")
                .replace("\"method\"", "\"protocol\"")
                .replace("\"http_version\":2.0", "\"http_version\":"));

        assertThat(event.transactionId()).isEqualTo("177271602912.345678");
        assertThat(event.request().line()).isEqualTo(text("GET /?q=%3Cscript%3E"));
    }

    @Test
    void readsModSecurity2Native() {
        Event event = event(Logs.native2("0123abcd", "iD-1@_", "user=evil\r\n\u0000\u00ff\n")
                .strip());

        assertThat(event.format()).isEqualTo(AuditFormat.MODSECURITY2_NATIVE);
        assertThat(event.transactionId()).isEqualTo("iD-1@_");
        assertThat(event.time()).isEqualTo("2026-03-05T13:07:09.000123Z");
        assertThat(event.peer()).hasToString("192.0.2.7");
        assertThat(event.host()).isEqualTo("shop.example.org");
        assertThat(event.localPort()).isEqualTo(443);
        assertThat(event.request().line()).isEqualTo(text("POST /login HTTP/1.1"));
        assertThat(event.request().header("User-Agent")).isEqualTo(text("caf\u00e9"));
        assertThat(event.request().body()).isEqualTo(text("user=evil\r\n\u0000\u00ff\n"));
        assertThat(event.response().status()).isEqualTo(403);
        assertThat(event.response().headers()).hasSize(2);
        assertThat(event.response().body()).isEqualTo(text("<p>no</p>\n"));
        assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
        assertThat(event.engineMode()).isEqualTo("ENABLED");
        assertThat(event.producer()).isEqualTo("Engine 2; RULES/1.0");
        Hit hit = event.hits().get(0);
        assertThat(hit.ruleId()).isEqualTo("1000");
        assertThat(hit.phase()).isEqualTo(2);
        assertThat(hit.data()).isEqualTo(text("evil\""));
        assertThat(hit.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void readsModSecurity3NativeAndIsNotFooledByForgedFields() {
        Event event = event(Logs.native3("UiaqbUYK", "177.1").strip());

        assertThat(event.format()).isEqualTo(AuditFormat.MODSECURITY3_NATIVE);
        assertThat(event.time()).isEqualTo("2026-03-05T17:37:09Z");
        assertThat(event.localAddress()).isEqualTo("www.example.org");
        assertThat(event.response().body()).isEqualTo(text("<p>\r\n</p>"));
        assertThat(event.response().status()).isEqualTo(403);
        assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
        assertThat(event.inboundScore()).isEqualTo(5);
        assertThat(event.hits()).extracting(Hit::ruleId).containsExactly("941999", "949110");
        Hit hit = event.hits().get(0);
        assertThat(hit.message()).isEqualTo(text("XSS found"));
        assertThat(hit.file()).isEqualTo("/rules/x.conf");
        assertThat(hit.variable()).isEqualTo("ARGS:q");
        assertThat(hit.data()).isEqualTo(text("a\"b"));
        assertThat(hit.severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void readsCorazaJson() {
        Event event = event(Logs.CORAZA_JSON);

        assertThat(event.format()).isEqualTo(AuditFormat.CORAZA_JSON);
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1_772_716_029L, 123_456_789));
        assertThat(event.timeText()).isEqualTo("2026/03/05 14:07:09");
        assertThat(event.peer()).hasToString("2001:db8::1");
        assertThat(event.host()).isEqualTo("api.example.org");
        assertThat(event.request().line()).isEqualTo(text("GET /?x=/etc/passwd HTTP/1.1"));
        assertThat(event.request().headers()).hasSize(3);
        assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
        assertThat(event.producer()).isEqualTo("Coraza; conn 1; RULES/4.0");
        assertThat(event.hits()).extracting(Hit::ruleId).containsExactly("930999", "1001");
        assertThat(event.hits().get(0).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(event.hits().get(0).variable()).isEqualTo("ARGS:x");
        assertThat(event.hits().get(0).line()).isEqualTo(18);
        assertThat(event.hits().get(1).severity()).isNull();
    }

    @Test
    void readsCorazaMessagesThatAreErrorLinesOnly() {
        Event event = event(
                "{\"transaction\":{\"timestamp\":\"2026/03/05 14:07:09\",\"id\":\"1\",\"client_ip\":\"192.0.2.1\"},\"messages\":[{\"error_message\":"
                        + "\"[client \\\"192.0.2.1\\\"] Coraza: Access denied (phase 1). m [file \\\"a.conf\\\"] [line \\\"18\\\"] [id \\\"920350\\\"] [msg \\\"raw \\\"quote\\\" inside\\\"] [severity \\\"warning\\\"] [tag \\\"t\\\"] [hostname \\\"h\\\"] [uri \\\"/\\\"] [unique_id \\\"1\\\"]\"}]}");

        assertThat(event.time()).isEqualTo("2026-03-05T13:07:09Z");
        assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
        Hit hit = event.hits().get(0);
        assertThat(hit.ruleId()).isEqualTo("920350");
        assertThat(hit.phase()).isEqualTo(1);
        assertThat(hit.message()).isEqualTo(text("raw \"quote\" inside"));
        assertThat(hit.severity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void readsTheErrorLineOfACorazaConnectorInAJsonWrapper() {
        Event event = event(
                "{\"level\":\"warn\",\"time\":\"2026-03-05T14:07:09+01:00\",\"message\":\"[client \\\"::ffff:192.0.2.5\\\"] Coraza: Warning. m [file \\\"a\\\"] [line \\\"1\\\"] [id \\\"920350\\\"] [severity \\\"warning\\\"] [hostname \\\"h.example.org\\\"] [uri \\\"/a?b\\\"] [unique_id \\\"u\\\"]\"}");

        assertThat(event.peer()).hasToString("192.0.2.5");
        assertThat(event.time()).isEqualTo("2026-03-05T13:07:09Z");
        assertThat(event.host()).isEqualTo("h.example.org");
        assertThat(event.hits()).extracting(Hit::ruleId).containsExactly("920350");
        assertThat(event.notes()).hasSize(1);
    }

    @Test
    void readsCorazaLegacyJson() {
        Event event = event(Logs.CORAZA_LEGACY_JSON);

        assertThat(event.format()).isEqualTo(AuditFormat.CORAZA_LEGACY_JSON);
        assertThat(event.time()).isEqualTo("2026-03-05T13:07:09Z");
        assertThat(event.hits()).hasSize(1);
        assertThat(event.hits().get(0).message()).isEqualTo(text("Something was found"));
        assertThat(event.disposition()).isEqualTo(Disposition.DETECTED);
    }

    @Test
    void readsCorazaNative() {
        String b = "--aBcDeFgHiJ-";
        Event event = event(b + "A--\n[2026/03/05 14:07:09] id-1 192.0.2.7 1 198.51.100.1 80\n" + b
                + "B--\nGET / HTTP/1.1\nHost: a.example.org\n\n" + b + "H--\n"
                + "[client \"192.0.2.7\"] Coraza: Warning. m [file \"a\"] [line \"1\"] [id \"930999\"] [msg \"File\"] [severity \"critical\"] [hostname \"x\"] [uri \"/\"] [unique_id \"id-1\"]\n\n"
                + b + "Z--");

        assertThat(event.format()).isEqualTo(AuditFormat.CORAZA_NATIVE);
        assertThat(event.time()).isEqualTo("2026-03-05T13:07:09Z");
        assertThat(event.hits()).extracting(Hit::ruleId).containsExactly("930999");
        assertThat(event.hits().get(0).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void readsCorazaOcsf() {
        Event event = event(Logs.CORAZA_OCSF);

        assertThat(event.format()).isEqualTo(AuditFormat.CORAZA_OCSF);
        assertThat(event.transactionId()).isEqualTo("oCsF-1");
        assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1_772_716_029L, 123_456_789));
        assertThat(event.peer()).hasToString("192.0.2.10");
        assertThat(event.localPort()).isEqualTo(443);
        assertThat(event.host()).isEqualTo("api.example.org");
        assertThat(event.request().line()).isEqualTo(text("GET /?x=/etc/passwd HTTP/1.1"));
        assertThat(event.request().header("user-agent")).isEqualTo(text("probe/1"));
        assertThat(event.response().status()).isEqualTo(403);
        assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
        assertThat(event.hits()).extracting(Hit::ruleId).containsExactly("930999");
        assertThat(event.hits().get(0).variable()).isEqualTo("ARGS:x");
    }

    @Test
    void attributesASuricataAlertOnAResponseToTheClient() {
        Event event = event(Logs.SURICATA_ALERT);

        assertThat(event.format()).isEqualTo(AuditFormat.SURICATA_EVE);
        assertThat(event.peer()).hasToString("2001:db8::1");
        assertThat(event.peerPort()).isEqualTo(40_000);
        assertThat(event.localAddress()).isEqualTo("198.51.100.1");
        assertThat(event.localPort()).isEqualTo(80);
        assertThat(event.tls()).isFalse();
        assertThat(event.time()).isEqualTo("2026-03-05T13:07:09.000123Z");
        assertThat(event.host()).isEqualTo("www.example.org");
        assertThat(event.request().line()).isEqualTo(text("GET /index.php?a=b HTTP/1.1"));
        assertThat(event.response().status()).isEqualTo(200);
        assertThat(event.disposition()).isEqualTo(Disposition.DETECTED);
        Hit hit = event.hits().get(0);
        assertThat(hit.ruleId()).isEqualTo("1:2000001");
        assertThat(hit.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(hit.tags()).containsExactly("Information Leak", "attack_target:Web_Server");
    }

    @Test
    void attributesASuricataAlertByDirectionThenByPort() {
        String withoutFlow = Logs.SURICATA_ALERT.substring(0, Logs.SURICATA_ALERT.indexOf(",\"flow\":{")) + "}";

        assertThat(event(withoutFlow).peer()).hasToString("2001:db8::1");
        assertThat(event(withoutFlow.replace(",\"direction\":\"to_client\"", ""))
                        .peer())
                .hasToString("2001:db8::1");
        assertThat(event(withoutFlow.replace("to_client", "to_server")).peer()).hasToString("198.51.100.1");
    }

    @Test
    void readsSuricataBehindASyslogPrefixAndItsVerdict() {
        Event event = event("@cee: "
                + Logs.SURICATA_ALERT.replace("\"app_proto\"", "\"verdict\":{\"action\":\"drop\"},\"app_proto\""));

        assertThat(event.disposition()).isEqualTo(Disposition.BLOCKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flow", "fileinfo", "stats", "dns"})
    void passesOverWhatSuricataCounts(String type) {
        assertThat(one(bytes("{\"timestamp\":\"2026-03-05T14:07:09.000123+0100\",\"event_type\":\"" + type
                        + "\",\"x\":{}}")))
                .isInstanceOf(Reading.Skipped.class);
    }

    @ParameterizedTest
    @CsvSource({"tls, true, LOGGED", "http, false, LOGGED", "anomaly, , LOGGED", "drop, , BLOCKED"})
    void keepsWhatSuricataSaw(String type, Boolean tls, Disposition disposition) {
        Event event = event("{\"timestamp\":\"2026-03-05T14:07:09.000123+0100\",\"event_type\":\"" + type
                + "\",\"src_ip\":\"192.0.2.1\",\"src_port\":40000,\"dest_ip\":\"198.51.100.1\",\"dest_port\":443,\""
                + type
                + "\":{\"sni\":\"A.example.org\",\"event\":\"ODD\"}}");

        assertThat(event.tls()).isEqualTo(tls);
        assertThat(event.disposition()).isEqualTo(disposition);
        assertThat(event.peer()).hasToString("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.example.org 192.0.2.1 - - [05/Mar/2026:14:07:09.123456 +0100] \"GET /?a=\\\"b HTTP/1.1\" 403 51 \"-\" \"-\" iD \"-\" /www-data/20260305/x-iD 0 4445 md5:00112233445566778899aabbccddeeff ",
                "www.example.org 192.0.2.1 - - [05/Mar/2026:14:07:09.123456 +0100] \"GET / HTTP/1.1\" 403 51 \"-\" \"-\" iD \"-\" /www-data/20260305/x-iD 0 4445 md5:00112233445566778899aabbccddeeff L",
                "192.0.2.1 192.0.2.2 - - [22/Aug/2009:13:24:20 +0100] \"GET / HTTP/1.1\" 200 56 \"-\" \"-\" iD \"-\" /www-data/20260305/x-iD 0 1248",
                "www.example.org 192.0.2.1 - [05/Mar/2026:14:07:09 +0100] \"GET / /forged 0 1 md5:00\" 404 3- \"agent \" - /x 0 1 md5:0 \" iD - /www-data/20260305/x-iD 0 3792.000000 md5:00112233445566778899aabbccddeeff",
                "192.0.2.1 - \"GET / HTTP/1.1\" 403 1 - \"a\" iD - /www-data/20260305/x-iD 0 3792.000000 md5:00112233445566778899aabbccddeeff",
                "iD - /www-data/20260305/x-iD"
            })
    void findsTheFileOfAnIndexEntry(String line) {
        assertThat(one(bytes(line))).isInstanceOfSatisfying(Reading.InFile.class, file -> {
            assertThat(file.path()).isEqualTo("/www-data/20260305/x-iD");
            assertThat(file.line()).isEqualTo(bytes(line));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1 www.example.org - - [05/Mar/2026:14:07:09 +0100]", "\"GET /x HTTP/1.1\"", "200"})
    void passesOverTheOtherLinesOfAnIndexEntryOfCoraza(String line) {
        assertThat(one(bytes(line))).isInstanceOf(Reading.Skipped.class);
    }

    @Test
    void saysWhatToDoWhenModSecurityHasNoJson() {
        assertThat(reason("{\"error\":\"ModSecurity was not compiled with JSON support.\"}"))
                .contains("built without JSON support")
                .contains("YAJL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1 - - [05/Mar/2026:14:07:09 +0100] \"GET / HTTP/1.1\" 200 5",
                "[Thu Mar 05 14:07:09 2026] [error] something",
                "--0123abcd-A--",
                "{\"a\":1}",
                "{",
                "{\"transaction\":{\"time\":\"yesterday\"}}",
                "{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 +0000\"},\"request\":{\"body\":\"\\x\"}}",
                "{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 +0000\"}} and more",
                "{\"transaction\":{\"time\":\"05/Mar/2026:14:07:09 +0000\"},\"request\":[}",
            })
    void keepsWhatItCantReadWithAReason(String line) {
        assertThat(reason(line)).isNotBlank().endsWith(".").doesNotContain("Exception");
    }

    @Test
    void takesGluedRecordsApart() {
        String cut = Logs.MODSECURITY2_JSON.substring(0, 700);

        List<Reading> readings = RecordReaders.read(bytes(cut + Logs.MODSECURITY2_JSON), PARIS);

        assertThat(readings).hasSize(2);
        assertThat(readings.get(0)).isInstanceOfSatisfying(Reading.Unreadable.class, part -> {
            assertThat(part.bytes()).isEqualTo(bytes(cut));
            assertThat(part.reason()).contains("damaged or cut");
        });
        assertThat(readings.get(1)).isInstanceOfSatisfying(Reading.Read.class, read -> {
            assertThat(read.repaired()).isTrue();
            assertThat(read.record()).isEqualTo(bytes(Logs.MODSECURITY2_JSON));
        });
    }

    @Test
    void recoversTheSecondRecordWhereverTheFirstWasCut() {
        byte[] whole = bytes(Logs.MODSECURITY2_JSON);
        for (int cut = 1; cut < whole.length; cut++) {
            byte[] glued = Logs.join(java.util.Arrays.copyOf(whole, cut), whole);

            List<Reading> readings = RecordReaders.read(glued, PARIS);

            assertThat(readings).as("cut at %d", cut).hasSize(2);
            assertThat(readings.get(1)).as("cut at %d", cut).isInstanceOf(Reading.Read.class);
        }
    }

    @Test
    void marksABomAndAHoleAsRepairedAndKeepsTheRecordClean() {
        for (String damage : List.of("\u00ef\u00bb\u00bf", "\u0000")) {
            assertThat(one(bytes(damage + Logs.MODSECURITY2_JSON + "\r")))
                    .isInstanceOfSatisfying(Reading.Read.class, read -> {
                        assertThat(read.repaired()).isTrue();
                        assertThat(read.record()).isEqualTo(bytes(Logs.MODSECURITY2_JSON));
                    });
        }
    }

    @Test
    void readsANativeRecordThatBreaksOffInItsMessagesWithANote() {
        String whole = Logs.native2("0123abcd", "iD", "user=evil");
        String cut = whole.substring(0, whole.indexOf("Action:"));

        assertThat(one(bytes(cut))).isInstanceOfSatisfying(Reading.Read.class, read -> {
            assertThat(read.repaired()).isTrue();
            assertThat(read.event().hits()).hasSize(1);
            assertThat(read.event().notes()).singleElement().asString().contains("breaks off in part H");
        });
        assertThat(reason(whole.substring(0, whole.indexOf("-F--")))).contains("breaks off in part C");
        assertThat(reason(whole.substring(whole.indexOf("--0123abcd-F"))))
                .contains("beginning")
                .contains("part F");
    }

    @Test
    void boundsHitsHeadersAndBodies() {
        ReadContext small = new ReadContext(ZoneId.of("UTC"), new FieldLimits(16, 1 << 20, 1, 2));

        List<Reading> readings =
                RecordReaders.read(bytes(Logs.MODSECURITY2_JSON.replace("user=Zo", "u".repeat(500))), small);

        Event event = ((Reading.Read) readings.get(0)).event();
        assertThat(event.hits()).hasSize(1);
        assertThat(event.request().headers()).hasSize(2);
        assertThat(event.request().body().length()).isEqualTo(16);
        assertThat(event.notes()).hasSize(3).allMatch(note -> note.endsWith("."));
    }

    @Test
    void givesTheReaderOfEveryFormat() {
        for (AuditFormat format : AuditFormat.values()) {
            RecordReader reader = RecordReaders.of(format);
            assertThat(reader).as(format.name()).isNotNull();
            assertThat(reader.format()).isEqualTo(format);
        }
        assertThat(RecordReaders.of(AuditFormat.CORAZA_LEGACY_JSON).recognises(bytes(Logs.CORAZA_LEGACY_JSON)))
                .isTrue();
        assertThat(RecordReaders.of(AuditFormat.MODSECURITY2_JSON).recognises(bytes(Logs.CORAZA_LEGACY_JSON)))
                .isFalse();
        assertThat(RecordReaders.of(AuditFormat.MODSECURITY2_JSON).recognises(bytes(Logs.MODSECURITY2_JSON)))
                .isTrue();
        assertThat(RecordReaders.of(AuditFormat.MODSECURITY3_NATIVE).recognises(bytes(Logs.native3("UiaqbUYK", "1"))))
                .isTrue();
    }
}
