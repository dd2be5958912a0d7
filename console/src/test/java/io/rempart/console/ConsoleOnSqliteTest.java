package io.rempart.console;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.Classification;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.QueryField;
import io.rempart.events.read.FieldLimits;
import io.rempart.events.read.Reading;
import io.rempart.events.read.RecordReader.ReadContext;
import io.rempart.events.read.RecordReaders;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.QuarantinedRecord;
import io.rempart.store.EventStores;
import io.rempart.testkit.EventGenerator;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console on the real store: records are read again, searches become SQL, what is decided stays. */
class ConsoleOnSqliteTest {
    private static final String RECORD = """
            {"transaction":{"time":"23/Nov/2026:08:00:00.000000 +0100","transaction_id":"ZXhhbXBsZQ","remote_address":"203.0.113.77",\
            "remote_port":40000,"local_address":"192.0.2.10","local_port":443},\
            "request":{"request_line":"GET /shop?id=1%27%20UNION%20SELECT%202 HTTP/1.1",\
            "headers":{"Host":"shop.example.org","User-Agent":"<b>sqlmap</b>"}},\
            "response":{"protocol":"HTTP/1.1","status":403,"headers":{"Content-Type":"text/html"}},\
            "audit_data":{"messages":["Warning. Pattern match \\"union\\" at ARGS:id. [file \\"/crs/REQUEST-942.conf\\"] [line \\"66\\"] \
            [id \\"942100\\"] [msg \\"SQL Injection Attack\\"] \
            [data \\"Matched Data: UNION SELECT found within ARGS:id: 1' UNION SELECT 2\\"] [severity \\"CRITICAL\\"] \
            [tag \\"attack-sqli\\"]"],"action":{"intercepted":true,"phase":2,"message":"Access denied"},\
            "engine_mode":"ENABLED"}}""";

    @TempDir
    private Path directory;

    private EventStore store;
    private RunningConsole console;
    private Visitor visitor;

    @BeforeEach
    void start() {
        store = EventStores.open(directory);
        List<EventEntry> events = new EventGenerator(1, Instant.now().minusSeconds(86_400), 500_000_000L, 60).next(120);
        store.append(new Batch("generated", events, List.of(quarantined()), List.of(), 1));
        store.append(new Batch("apache", List.of(read()), List.of(), List.of(), RECORD.length()));
        open();
        String link = console.server.setupLink().orElseThrow().getQuery().substring("token=".length());
        visitor.submit(
                "/set-up?token=" + link,
                "/set-up",
                "token=" + link + "&name=alice&password=a+long+sentence+of+2026&repeated=a+long+sentence+of+2026");
    }

    private void open() {
        console = new RunningConsole(
                RunningConsole.settings(),
                new ConsoleRooms(
                        store,
                        EventStores.incidents(store),
                        EventStores.statistics(store),
                        EventStores.accounts(store),
                        EventOpener.ofRecords(ZoneOffset.UTC),
                        () -> LogReport.all(store.ledger(), List.of())));
        visitor = new Visitor(console);
    }

    @AfterEach
    void stop() {
        console.close();
        store.close();
    }

    private static EventEntry read() {
        byte[] record = RECORD.getBytes(StandardCharsets.UTF_8);
        Reading reading = RecordReaders.read(record, new ReadContext(ZoneOffset.UTC, FieldLimits.DEFAULT))
                .get(0);
        Reading.Read read = (Reading.Read) reading;
        IPAddress client = new IPAddressString("203.0.113.77").getAddress();
        return new EventEntry(
                read.event(),
                new Attribution(client, false, "NL", 64_500, "Example"),
                new Classification(SourceClass.ATTACK, 90, "rules/1", List.of()),
                read.record(),
                42,
                false);
    }

    private static QuarantinedRecord quarantined() {
        return new QuarantinedRecord(
                Instant.now(),
                "generated",
                "/var/log/x.log",
                10,
                7,
                "bro\0ken".getBytes(StandardCharsets.UTF_8),
                "It is cut.");
    }

    @Test
    void readsTheStoredRecordAgainAndMarksWhatMatched() {
        String list = visitor.get("/events?q=rule%3A942100+host%3Ashop.example.org+log%3Aapache")
                .body();
        java.util.regex.Matcher link = Pattern.compile("href=\"(/events/\\d+)").matcher(list);
        assertThat(link.find()).isTrue();
        String page = visitor.get(link.group(1)).body();
        assertThat(page)
                .contains(
                        "The rules saw an SQL injection in a request from 203.0.113.77 (Netherlands) to shop.example.org.")
                .contains("It was blocked with status 403.")
                .contains("<mark>UNION%20SELECT</mark>")
                .contains("<mark>UNION SELECT</mark>")
                .contains("&lt;b&gt;sqlmap&lt;/b&gt;");
        HttpResponse<String> raw = visitor.get(link.group(1) + "/raw");
        assertThat(raw.body()).contains("\"request_line\":\"GET /shop?id=1%27%20UNION%20SELECT%202 HTTP/1.1\"");
    }

    @Test
    void answersEverySearchThatTheHelpShows() {
        for (QueryField field : QueryField.values()) {
            String query = URLEncoder.encode(field.example(), StandardCharsets.UTF_8);
            assertThat(visitor.get("/events?q=" + query).statusCode())
                    .as(field.example())
                    .isEqualTo(200);
        }
        assertThat(visitor.get("/events?q=clas%3Ascanner").body()).contains("Did you mean “class”?");
    }

    @Test
    void pagesThroughAllEventsOnce() {
        java.util.Set<String> seen = new java.util.TreeSet<>();
        String path = "/events";
        int pages = 0;
        while (path != null && pages++ < 10) {
            String page = visitor.get(path).body();
            Pattern.compile("data-open href=\"(/events/\\d+)")
                    .matcher(page)
                    .results()
                    .forEach(found -> assertThat(seen.add(found.group(1))).isTrue());
            java.util.regex.Matcher next =
                    Pattern.compile("hx-get=\"([^\"]+)\"").matcher(page);
            path = next.find() ? next.group(1).replace("&amp;", "&") : null;
        }
        assertThat(seen).hasSize(121);
    }

    @Test
    void keepsVerdictsAccountsAndSearches() {
        assertThat(visitor.submit("/account", "/events/1/verdict", "class=good-bot&comment=our+monitor")
                        .statusCode())
                .isEqualTo(302);
        visitor.submit("/account", "/searches", "name=mine&q=class%3Ascanner");
        console.close();
        store.close();
        store = EventStores.open(directory);
        open();
        assertThat(console.server.setupLink()).isEmpty();
        visitor.logIn("alice", RunningConsole.PASSWORD);
        assertThat(visitor.get("/events/1").body()).contains("decided by alice");
        assertThat(visitor.get("/events").body()).contains("mine").contains("class:scanner");
        assertThat(EventStores.accounts(store).auditTrail(null, 20))
                .extracting(entry -> entry.action())
                .contains("account-created", "verdict", "log-in");
    }

    @Test
    void showsSourcesLedgerAndQuarantine() {
        assertThat(visitor.get("/sources?network=203.0.113.77").body())
                .contains("203.0.113.77")
                .contains("Example");
        assertThat(visitor.get("/sources?class=attack&range=7d").statusCode()).isEqualTo(200);
        assertThat(visitor.get("/logs").body())
                .contains("generated")
                .contains("nothing was lost")
                .contains("Imported, not followed");
        String list = visitor.get("/logs/quarantine").body();
        assertThat(list).contains("It is cut.");
        java.util.regex.Matcher link =
                Pattern.compile("href=\"(/logs/quarantine/\\d+)").matcher(list);
        assertThat(link.find()).isTrue();
        assertThat(visitor.get(link.group(1)).body())
                .contains("62 72 6f 00 6b 65 6e")
                .contains("bro<span class=\"sign\"");
    }
}
