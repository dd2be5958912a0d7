package io.rempart.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.engine.Compatibility;
import io.rempart.engine.RuleMatch;
import io.rempart.engine.Transaction;
import io.rempart.engine.bytes.ByteSlice;
import io.rempart.engine.evaluation.CompiledRuleSet;
import io.rempart.engine.seclang.RuleSetLoader;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Event;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.read.FieldLimits;
import io.rempart.events.read.RawRecord;
import io.rempart.events.read.Reading;
import io.rempart.events.read.RecordReader.ReadContext;
import io.rempart.events.read.RecordReaders;
import io.rempart.events.read.StreamingRecordSplitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the engine writes into an audit log, the event manager reads back with equal fields: both releases of ModSecurity, native
 * and JSON, one file or a file each, with bytes that an attacker chose in every place that is logged.
 */
class AuditRecordsReadBackTest {
    private static final int TRANSACTIONS = 300;
    private static final ReadContext HERE = new ReadContext(ZoneId.systemDefault(), FieldLimits.DEFAULT);

    private static final String RULES = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/html text/plain
            SecAuditEngine RelevantOnly
            SecAuditLogRelevantStatus ^5
            SecComponentSignature "RULES/1.0"
            SecRule ARGS|REQUEST_HEADERS:X-A "@contains evil" "id:101,phase:2,pass,log,auditlog,msg:'Evil \\"] [id \\"9\\"] found',logdata:'%{MATCHED_VAR_NAME}=%{MATCHED_VAR}',severity:CRITICAL,tag:'attack-x',tag:'paranoia-level/1',ver:'RULES/1.0',rev:'2'"
            SecRule ARGS "@rx stop" "id:102,phase:2,deny,status:406,log,auditlog,msg:'Stopped',severity:ERROR,tag:'attack-y'"
            SecRule RESPONSE_BODY "@contains leak" "id:103,phase:4,pass,log,auditlog,msg:'Leak'"
            """;

    @TempDir
    Path folder;

    /** What was sent and found. */
    private record Sent(
            String id,
            String client,
            ByteSlice method,
            ByteSlice uri,
            List<ByteSlice[]> requestHeaders,
            ByteSlice body,
            List<ByteSlice[]> responseHeaders,
            ByteSlice responseBody,
            int status,
            boolean blocked,
            List<RuleMatch> matches) {}

    @ParameterizedTest
    @CsvSource({
        "V2, Native, Serial", "V2, JSON, Serial", "V2, Native, Concurrent", "V2, JSON, Concurrent",
        "V3, Native, Serial", "V3, JSON, Serial", "V3, Native, Concurrent", "V3, JSON, Concurrent"
    })
    void everyFieldComesBack(Compatibility compatibility, String format, String type) throws IOException {
        Path log = folder.resolve("audit.log");
        Path storage = Files.createDirectory(folder.resolve("storage"));
        CompiledRuleSet rules = new RuleSetLoader()
                .compatibility(compatibility)
                .text(
                        "/etc/rules/own.conf",
                        RULES + "SecAuditLog " + log + "\nSecAuditLogStorageDir " + storage + "\nSecAuditLogFormat "
                                + format + "\nSecAuditLogType " + type + "\nSecAuditLogParts ABCEFHJKZ\n")
                .load();
        Map<String, Sent> sent = new TreeMap<>();
        Random random = new Random(format.hashCode() * 31L + type.hashCode() + compatibility.ordinal());
        int relevant = 0;
        for (int i = 0; i < TRANSACTIONS; i++) {
            Sent one = send(rules, random);
            if (!one.matches().isEmpty() || Integer.toString(one.status()).startsWith("5")) {
                sent.put(one.id(), one);
                relevant++;
            }
        }
        assertThat(relevant).isGreaterThan(TRANSACTIONS / 3).isLessThan(TRANSACTIONS);

        List<Event> events = read(log, storage);
        assertThat(events).hasSize(relevant);
        for (Event event : events) {
            Sent one = sent.get(event.transactionId());
            assertThat(one).as("transaction " + event.transactionId()).isNotNull();
            check(event, one, compatibility, format);
        }
    }

    private static void check(Event event, Sent one, Compatibility compatibility, String format) {
        String place = compatibility + " " + format + " " + one.id();
        boolean three = compatibility == Compatibility.V3;
        assertThat(event.peer()).as(place).hasToString(one.client());
        assertThat(event.peerPort()).as(place).isEqualTo(40_000);
        assertThat(event.localAddress()).as(place).isEqualTo("198.51.100.1");
        assertThat(event.localPort()).as(place).isEqualTo(443);
        assertThat(event.host()).as(place).isEqualTo("shop.example");
        assertThat(event.request().method()).as(place).isEqualTo(text(one.method()));
        assertThat(event.request().uri()).as(place).isEqualTo(text(one.uri()));
        assertThat(event.request().protocol()).as(place).hasToString("HTTP/1.1");
        assertThat(fields(event.request().headers())).as(place).isEqualTo(headers(one.requestHeaders()));
        assertThat(event.request().body()).as(place).isEqualTo(text(one.body()));
        assertThat(event.response().status()).as(place).isEqualTo(one.status());
        assertThat(fields(event.response().headers())).as(place).isEqualTo(headers(one.responseHeaders()));
        if (!(three && format.equals("Native"))) { // there it is written with \x escapes, which can't be told from text
            assertThat(event.response().body()).as(place).isEqualTo(text(one.responseBody()));
        }
        if (three && format.equals("JSON")) {
            hits(event, one, place); // the record does not say whether the request was stopped
            return;
        }
        assertThat(event.disposition())
                .as(place)
                .isEqualTo(
                        one.blocked()
                                ? Event.Disposition.BLOCKED
                                : one.matches().isEmpty() ? Event.Disposition.LOGGED : Event.Disposition.DETECTED);
        hits(event, one, place);
    }

    private static void hits(Event event, Sent one, String place) {
        assertThat(event.hits()).as(place).hasSameSizeAs(one.matches());
        for (int i = 0; i < one.matches().size(); i++) {
            hit(event.hits().get(i), one.matches().get(i), place);
        }
    }

    private static void hit(Hit hit, RuleMatch match, String place) {
        assertThat(hit.ruleId()).as(place).isEqualTo(Long.toString(match.ruleId()));
        assertThat(hit.message()).as(place).isEqualTo(text(match.message()));
        assertThat(hit.data()).as(place).isEqualTo(text(match.data()));
        int unsaid = place.startsWith("V3") ? 0 : -1; // ModSecurity 3 writes 0 for a rule without severity
        assertThat(hit.severity() == null ? -1 : hit.severity().ordinal())
                .as(place)
                .isEqualTo(match.severity() == null ? unsaid : match.severity().ordinal());
        assertThat(hit.tags()).as(place).isEqualTo(match.tags());
        assertThat(hit.version()).as(place).isEqualTo(match.version());
        assertThat(hit.revision()).as(place).isEqualTo(match.revision());
        assertThat(hit.file()).as(place).isEqualTo("/etc/rules/own.conf");
        assertThat(hit.line()).as(place).isEqualTo(match.line());
        assertThat(hit.variable()).as(place).isEqualTo(match.variable());
    }

    private static Sent send(CompiledRuleSet rules, Random random) {
        Transaction transaction = rules.begin();
        String client = "192.0.2." + random.nextInt(256);
        ByteSlice method = latin1(random.nextInt(5) == 0 ? "PUT" : "POST");
        String word = new String[] {"evil", "stop", "fine", "plain"}[random.nextInt(4)];
        ByteSlice uri = latin1("/p" + visible(random, 20) + "?q=" + word + visible(random, 20));
        List<ByteSlice[]> requestHeaders = new ArrayList<>();
        requestHeaders.add(field("Host", "Shop.Example:443"));
        requestHeaders.add(field("Content-Type", "application/x-www-form-urlencoded"));
        requestHeaders.add(field("X-A", hostile(random, 30) + (random.nextInt(3) == 0 ? "evil" : "")));
        requestHeaders.add(field("X-Twice", "1"));
        requestHeaders.add(field("X-Twice", hostile(random, 10)));
        ByteSlice body = latin1(random.nextInt(4) == 0 ? "" : "a=" + any(random, 60) + "&b=" + word);
        List<ByteSlice[]> responseHeaders = new ArrayList<>();
        responseHeaders.add(field("Content-Type", "text/html"));
        responseHeaders.add(field("Set-Cookie", "a=" + hostile(random, 20)));
        ByteSlice responseBody = latin1("<p>" + any(random, 40) + (random.nextInt(4) == 0 ? "leak" : "") + "</p>");
        int status = random.nextInt(6) == 0 ? 503 : 200;
        transaction.connection(client, 40_000, "198.51.100.1", 443);
        transaction.requestLine(method, uri, latin1("HTTP/1.1"));
        requestHeaders.forEach(each -> transaction.requestHeader(each[0], each[1]));
        transaction.processRequestHeaders();
        transaction.requestBody(body);
        boolean blocked = transaction.processRequestBody().interrupts();
        if (blocked) {
            status = transaction.verdict().status();
            responseHeaders.clear();
            responseBody = ByteSlice.EMPTY;
        } else {
            transaction.responseLine(status, latin1("HTTP/1.1"));
            responseHeaders.forEach(each -> transaction.responseHeader(each[0], each[1]));
            transaction.processResponseHeaders();
            transaction.responseBody(responseBody);
            transaction.processResponseBody();
        }
        transaction.close();
        return new Sent(
                transaction.id(),
                client,
                method,
                uri,
                requestHeaders,
                body,
                responseHeaders,
                responseBody,
                status,
                blocked,
                transaction.matches());
    }

    /** Reads a log as the follower does: the index names files, or the records stand in it. */
    private static List<Event> read(Path log, Path storage) throws IOException {
        List<Event> events = new ArrayList<>();
        for (byte[] record : records(Files.readAllBytes(log))) {
            for (Reading reading : RecordReaders.read(record, HERE)) {
                if (reading instanceof Reading.InFile file) {
                    Path path = Path.of(file.path());
                    Path found = path.startsWith(storage)
                            ? path
                            : storage.resolve(file.path().substring(1));
                    for (byte[] inner : records(Files.readAllBytes(found))) {
                        RecordReaders.read(inner, HERE).forEach(each -> add(each, events));
                    }
                } else {
                    add(reading, events);
                }
            }
        }
        return events;
    }

    private static void add(Reading reading, List<Event> events) {
        if (reading instanceof Reading.Unreadable unreadable) {
            throw new AssertionError(unreadable.reason() + ": " + ByteText.of(unreadable.bytes()));
        }
        if (reading instanceof Reading.Read read) {
            assertThat(read.repaired()).isFalse();
            assertThat(read.event().notes()).isEmpty();
            events.add(read.event());
        }
    }

    private static List<byte[]> records(byte[] log) {
        StreamingRecordSplitter splitter = new StreamingRecordSplitter(FieldLimits.DEFAULT);
        splitter.feed(log, 0, log.length);
        splitter.end();
        List<byte[]> records = new ArrayList<>();
        for (RawRecord record = splitter.next(); record != null; record = splitter.next()) {
            records.add(record.bytes());
        }
        return records;
    }

    private static List<String> headers(List<ByteSlice[]> fields) {
        return fields.stream().map(field -> field[0] + ": " + text(field[1])).toList();
    }

    private static List<String> fields(List<HeaderField> fields) {
        return fields.stream().map(field -> field.name() + ": " + field.value()).toList();
    }

    private static ByteSlice[] field(String name, String value) {
        return new ByteSlice[] {latin1(name), latin1(value)};
    }

    private static ByteText text(ByteSlice bytes) {
        return ByteText.of(bytes.toArray());
    }

    private static ByteSlice latin1(String text) {
        return ByteSlice.latin1(text);
    }

    /** What may stand in a URI on the wire: no blank, no control. */
    private static String visible(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            int c = "\"'\\[]{}<>|^`%;,".charAt(random.nextInt(15));
            text.append(
                    (char) (random.nextInt(3) == 0 ? c : random.nextInt(4) == 0 ? 0x80 + random.nextInt(128) : 'a'));
        }
        return text.toString();
    }

    /** What may stand in a header field: no line end, no blank at its ends. */
    private static String hostile(Random random, int most) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(most); i > 0; i--) {
            int c = random.nextInt(256);
            text.append(c == '\r' || c == '\n' || c == 0 ? "\"] [id \"9\"]" : String.valueOf((char) c));
        }
        return text.append('x').toString();
    }

    /** Any bytes, lines that look like those of a record among them. */
    private static String any(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            switch (random.nextInt(12)) {
                case 0 -> text.append("\n--a1b2c3d4-H--\n");
                case 1 -> text.append("\r\n");
                case 2 -> text.append("{\"transaction\":{");
                default -> text.append((char) random.nextInt(256));
            }
        }
        return text.toString();
    }
}
