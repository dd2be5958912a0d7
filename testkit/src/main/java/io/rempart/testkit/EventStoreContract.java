package io.rempart.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.follow.Bookmark;
import io.rempart.events.model.Attribution;
import io.rempart.events.model.AuditFormat;
import io.rempart.events.model.ByteText;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Classification.Evidence;
import io.rempart.events.model.Event;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.HeaderField;
import io.rempart.events.model.Hit;
import io.rempart.events.model.Request;
import io.rempart.events.model.Response;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.store.AppendResult;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.CountRow;
import io.rempart.events.store.EventStore.CountSearch;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.Dimension;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.Judged;
import io.rempart.events.store.EventStore.Retention;
import io.rempart.events.store.EventStore.SourcePage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.EventStore.StoredEvent;
import io.rempart.events.store.LedgerEntry;
import io.rempart.events.store.QuarantinedRecord;
import io.rempart.events.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every event store does, whatever database it stands on. */
public abstract class EventStoreContract {
    protected static final String LOG = "apache";
    protected static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    protected EventStore store;

    /** An empty store. */
    protected abstract EventStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    protected static Batch batch(List<EventEntry> events) {
        return new Batch(LOG, events, List.of(), List.of(), 1_000L * events.size());
    }

    private static Query query(String text) {
        return QueryParser.parse(text, START.plus(Duration.ofDays(3)), ZoneOffset.UTC);
    }

    private List<EventSummary> all(Query query, int pageSize) {
        List<EventSummary> found = new ArrayList<>();
        Cursor cursor = null;
        do {
            EventPage page = store.search(query, cursor, pageSize, PATIENCE);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(pageSize);
            found.addAll(page.events());
            cursor = page.next();
        } while (cursor != null);
        return found;
    }

    private static EventEntry entry(
            Instant time, long digest, String uri, String agent, List<Hit> hits, Classification classification) {
        IPAddress client = new IPAddressString("203.0.113.7").getAddress();
        Event event = new Event(
                AuditFormat.MODSECURITY2_JSON,
                "tx1",
                time,
                "20/Nov/2026:09:00:00 +0100",
                client,
                40_000,
                "www.example.org",
                "192.0.2.1",
                443,
                true,
                new Request(
                        ByteText.of("GET " + uri + " HTTP/1.1"),
                        ByteText.of("GET"),
                        ByteText.of(uri),
                        ByteText.of("HTTP/1.1"),
                        List.of(new HeaderField(ByteText.of("User-Agent"), ByteText.of(agent))),
                        ByteText.EMPTY),
                new Response(403, ByteText.of("HTTP/1.1"), List.of(), ByteText.EMPTY),
                hits,
                Disposition.BLOCKED,
                "ENABLED",
                5,
                0,
                "test",
                List.of());
        return new EventEntry(
                event,
                new Attribution(client, true, "FR", 64_496, "Example Network"),
                classification,
                ("record of " + uri).getBytes(StandardCharsets.UTF_8),
                digest,
                false);
    }

    private static Hit hit(String ruleId, String message, String data, @Nullable Severity severity) {
        return new Hit(
                ruleId,
                2,
                ByteText.of(message),
                ByteText.EMPTY,
                "ARGS:q",
                ByteText.of(data),
                severity,
                List.of("attack-sqli", "OWASP_CRS"),
                "",
                "",
                "",
                0,
                true,
                false);
    }

    // ---- the write path

    @Test
    void givesBackWhatWasStored() {
        Classification classification = new Classification(
                SourceClass.ATTACK,
                80,
                "rules/3",
                List.of(new Evidence("tag-sqli", SourceClass.ATTACK, 50, "tag \"attack-sqli\"\n<b>")));
        EventEntry entry = entry(
                START.plusNanos(123_456_000),
                7,
                "/search?q=1%27+UNION+SELECT",
                "curl/8",
                List.of(
                        hit("942100", "SQL injection", "1' UNION SELECT", Severity.CRITICAL),
                        hit("920350", "Numeric host", "", Severity.WARNING),
                        hit("949110", "Score exceeded", "", Severity.CRITICAL),
                        hit("942100", "SQL injection", "again", Severity.CRITICAL)),
                classification);
        assertThat(store.append(batch(List.of(entry)))).isEqualTo(new AppendResult(1, 0, 0, 0));

        EventSummary summary = all(new Query.All(), 10).get(0);
        assertThat(summary.time()).isEqualTo(entry.event().time());
        assertThat(summary.client()).isEqualTo(new IPAddressString("203.0.113.7").getAddress());
        assertThat(summary.peer()).isEqualTo(summary.client());
        assertThat(summary.behindProxy()).isTrue();
        assertThat(summary.country()).isEqualTo("FR");
        assertThat(summary.asn()).isEqualTo(64_496);
        assertThat(summary.organisation()).isEqualTo("Example Network");
        assertThat(summary.host()).isEqualTo("www.example.org");
        assertThat(summary.port()).isEqualTo(443);
        assertThat(summary.tls()).isTrue();
        assertThat(summary.method()).isEqualTo("GET");
        assertThat(summary.uri()).isEqualTo("/search?q=1%27+UNION+SELECT");
        assertThat(summary.status()).isEqualTo(403);
        assertThat(summary.userAgent()).isEqualTo("curl/8");
        assertThat(summary.disposition()).isEqualTo(Disposition.BLOCKED);
        assertThat(summary.inboundScore()).isEqualTo(5);
        assertThat(summary.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(summary.sourceClass()).isEqualTo(SourceClass.ATTACK);
        assertThat(summary.confidence()).isEqualTo(80);
        assertThat(summary.judgedByPerson()).isFalse();
        assertThat(summary.ruleIds()).containsExactly("942100", "920350", "949110");
        assertThat(summary.topMessage()).isEqualTo("SQL injection");
        assertThat(summary.logSource()).isEqualTo(LOG);
        assertThat(summary.format()).isEqualTo(AuditFormat.MODSECURITY2_JSON);

        StoredEvent stored = store.event(summary.id()).orElseThrow();
        assertThat(stored.record()).isEqualTo(entry.record());
        assertThat(stored.classification()).isEqualTo(classification);
        assertThat(stored.timeText()).isEqualTo("20/Nov/2026:09:00:00 +0100");
        assertThat(stored.summary()).isEqualTo(summary);
        assertThat(store.event(summary.id() + 1)).isEmpty();
        assertThat(store.eventCount()).isEqualTo(1);
    }

    @Test
    void storesAnEventOnceAndCountsTheOthers() {
        EventGenerator generator = new EventGenerator(1, START, 1_000_000, 50);
        List<EventEntry> events = generator.next(60);
        assertThat(store.append(batch(events.subList(0, 40)))).isEqualTo(new AppendResult(40, 0, 0, 0));
        assertThat(store.append(batch(events.subList(20, 60)))).isEqualTo(new AppendResult(20, 0, 20, 0));
        List<EventEntry> once = generator.next(5);
        List<EventEntry> twice = new ArrayList<>(once);
        twice.addAll(once);
        assertThat(store.append(batch(twice))).isEqualTo(new AppendResult(5, 0, 5, 0));
        assertThat(store.append(batch(events))).isEqualTo(new AppendResult(0, 0, 60, 0));
        assertThat(store.eventCount()).isEqualTo(65);
        assertThat(all(new Query.All(), 1_000)).hasSize(65);
        assertThat(store.check()).isEmpty();
        assertThat(store.ledger()).singleElement().satisfies(entry -> {
            assertThat(entry.read()).isEqualTo(150);
            assertThat(entry.stored()).isEqualTo(65);
            assertThat(entry.duplicates()).isEqualTo(85);
            assertThat(entry.bytesRead()).isEqualTo(150_000);
            assertThat(entry.newestEvent()).isEqualTo(twice.get(4).event().time());
        });
    }

    @Test
    void theSameRecordAtAnotherTimeIsAnotherEvent() {
        EventEntry first = entry(START, 9, "/", "x", List.of(), Classification.NONE);
        EventEntry later = entry(START.plusNanos(1_000), 9, "/", "x", List.of(), Classification.NONE);
        EventEntry other = entry(START, 10, "/", "x", List.of(), Classification.NONE);
        assertThat(store.append(batch(List.of(first, later, other))).stored()).isEqualTo(3);
    }

    @Test
    void keepsQuarantineBookmarksAndLedgerWithTheirBatch() {
        QuarantinedRecord bad = new QuarantinedRecord(
                START, LOG, "/var/log/audit.log", 17, 5_000_000_000L, new byte[] {0, 1, -1, '\n'}, "No JSON.\u0000");
        Bookmark bookmark = new Bookmark(LOG, "/var/log/audit.log", 8, 1234, "ab".repeat(32), 1_024, 9_999, false);
        EventEntry repaired = entry(START, 1, "/", "x", List.of(), Classification.NONE);
        repaired = new EventEntry(
                repaired.event(), repaired.attribution(), repaired.classification(), repaired.record(), 1, true);
        AppendResult result =
                store.append(new Batch(LOG, List.of(repaired), List.of(bad, bad), List.of(bookmark), 10_000));
        assertThat(result).isEqualTo(new AppendResult(0, 1, 0, 2));
        assertThat(store.bookmarks(LOG)).containsExactly(bookmark);
        assertThat(store.bookmarks("other")).isEmpty();
        assertThat(store.ledger().get(0).read()).isEqualTo(3);
        assertThat(store.event(all(new Query.All(), 1).get(0).id())
                        .orElseThrow()
                        .repaired())
                .isTrue();

        var newest = store.quarantine(null, null, 1).get(0);
        assertThat(newest.record().bytes()).isEqualTo(bad.bytes());
        assertThat(newest.record().length()).isEqualTo(5_000_000_000L);
        assertThat(newest.record().reason()).isEqualTo("No JSON.\\x00");
        assertThat(newest.record().foundAt()).isEqualTo(START);
        assertThat(store.quarantine(LOG, newest.id(), 10)).hasSize(1);
        assertThat(store.quarantine("other", null, 10)).isEmpty();
        assertThat(store.quarantined(newest.id())).isPresent();
        assertThat(store.quarantined(999)).isEmpty();
    }

    @Test
    void knowsAnUnreadableRecordAgainByItsDigest() {
        QuarantinedRecord bad = new QuarantinedRecord(START, LOG, "/a", 1, 2, new byte[] {1, 2}, "No JSON.", 77L);
        QuarantinedRecord other = new QuarantinedRecord(START, LOG, "/a", 3, 2, new byte[] {1, 2}, "No JSON.", 78L);
        assertThat(store.append(new Batch(LOG, List.of(), List.of(bad, other, bad), List.of(), 6)))
                .isEqualTo(new AppendResult(0, 0, 1, 2));
        assertThat(store.append(new Batch(LOG, List.of(), List.of(other), List.of(), 2)))
                .isEqualTo(new AppendResult(0, 0, 1, 0));
        assertThat(store.quarantine(null, null, 10)).hasSize(2);
        assertThat(store.ledger().get(0).read()).isEqualTo(4);
        assertThat(store.ledger().get(0).duplicates()).isEqualTo(2);
        assertThat(store.check()).isEmpty();
    }

    @Test
    void keepsOneBookmarkAFileAndForgetsThoseOfFilesThatAreGone() {
        Bookmark first = new Bookmark(LOG, "/a", 8, 1, "aa", 10, 100, false);
        Bookmark renamed = new Bookmark(LOG, "/a.1", 8, 1, "bb", 20, 200, true);
        Bookmark copied = new Bookmark(LOG, "/a.2", 8, -3, "cc", 20, 200, true);
        Bookmark nameOnly = new Bookmark(LOG, "/b", 0, 0, "dd", 20, 1, false);
        Bookmark otherName = new Bookmark(LOG, "/c", 0, 0, "dd", 20, 1, false);
        store.append(new Batch(LOG, List.of(), List.of(), List.of(first, renamed), 0));
        store.append(new Batch(LOG, List.of(), List.of(), List.of(copied, nameOnly, otherName), 0));
        assertThat(store.bookmarks(LOG)).containsExactlyInAnyOrder(renamed, copied, nameOnly, otherName);
        store.forgetBookmarks(List.of(renamed, nameOnly));
        assertThat(store.bookmarks(LOG)).containsExactlyInAnyOrder(copied, otherName);
    }

    @Test
    void hostileTextIsOnlyText() {
        List<String> hostile = List.of(
                "'; DROP TABLE event; --",
                "\" OR 1=1",
                "<script>alert(1)</script>",
                "=cmd|' /C calc'!A0",
                "\u001b[31mred\u0007",
                "line\nforged\r\nline",
                "nul\u0000nul",
                "half \uD800 a character",
                "\uD83D\uDE00 emoji \u202E reversed",
                "100% _under_ !mark \\back\\",
                "é".repeat(3_000),
                "\uD83D\uDE00".repeat(3_000),
                "");
        List<EventEntry> events = new ArrayList<>();
        for (String text : hostile) {
            Hit hit = new Hit(
                    text,
                    2,
                    ByteText.of(text),
                    ByteText.of(text),
                    text,
                    ByteText.of(text),
                    Severity.ERROR,
                    List.of(text),
                    text,
                    text,
                    text,
                    1,
                    true,
                    false);
            EventEntry plain = entry(
                    START.plusSeconds(events.size()),
                    events.size(),
                    text,
                    text,
                    List.of(hit),
                    new Classification(
                            SourceClass.SCANNER,
                            1,
                            "rules/" + text,
                            List.of(new Evidence(text, SourceClass.SCANNER, 1, text))));
            Event e = plain.event();
            Event hostileEvent = new Event(
                    e.format(),
                    text,
                    e.time(),
                    text,
                    null,
                    0,
                    text,
                    text,
                    1,
                    null,
                    e.request(),
                    e.response(),
                    e.hits(),
                    e.disposition(),
                    text,
                    -1,
                    -1,
                    text,
                    List.of(text));
            events.add(new EventEntry(
                    hostileEvent,
                    new Attribution(null, false, text.length() > 2 ? text.substring(0, 2) : text, 1, text),
                    plain.classification(),
                    text.getBytes(StandardCharsets.UTF_8),
                    plain.digest(),
                    false));
        }
        Batch batch = new Batch(
                "log '; --\u0000",
                events,
                List.of(new QuarantinedRecord(START, "x", "/\u0000\uD800", 0, 1, new byte[0], "\uDC00'")),
                List.of(new Bookmark("log '; --\u0000", "/\u0000'", 0, 0, "ff", 1, 1, false)),
                1);
        assertThat(store.append(batch).stored()).isEqualTo(hostile.size());
        List<EventSummary> stored = all(new Query.All(), 5);
        assertThat(stored).hasSize(hostile.size());
        assertThat(stored).allSatisfy(summary -> {
            assertThat(summary.uri()).hasSizeLessThanOrEqualTo(2_048).doesNotContain("\u0000");
            assertThat(store.event(summary.id())).isPresent();
        });
        for (String text : List.of("'; DROP TABLE event; --", "100% _under_ !mark \\back\\", "\u202E", "nul\\x00nul")) {
            assertThat(all(new Query.Contains(text), 50)).as(text).hasSize(1);
        }
        assertThat(all(new Query.TextIs(Query.TextField.URI, new Query.TextPattern(List.of("100%", "!mark", ""))), 9))
                .hasSize(1);
        assertThat(all(
                        new Query.TextIs(Query.TextField.URI, Query.TextPattern.exactly("100% _Under_ !mark \\back\\")),
                        9))
                .hasSize(1);
        assertThat(all(new Query.TagIs(Query.TextPattern.exactly("=CMD|' /C calc'!A0")), 9))
                .hasSize(1);
        assertThat(store.check()).isEmpty();
    }

    // ---- reading

    @Test
    void pagesNeitherSkipNorRepeat() {
        List<EventEntry> events = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            // Writers with whole seconds: many events have the same time.
            events.add(entry(START.plusSeconds(i / 90), i * 31L % 500, "/" + i, "x", List.of(), Classification.NONE));
        }
        store.append(batch(events));
        for (int size : List.of(1, 7, 90, 499, 500, 501)) {
            List<EventSummary> found = all(new Query.All(), size);
            assertThat(found).hasSize(500);
            assertThat(found)
                    .isSortedAccordingTo(Comparator.comparing(EventSummary::time)
                            .thenComparing(EventSummary::id)
                            .reversed());
            if (size == 1) {
                break;
            }
        }
        EventPage exact = store.search(new Query.All(), null, 500, PATIENCE);
        assertThat(exact.next()).isNull();
        assertThat(exact.searchedBackTo()).isNull();
    }

    @Test
    void answersRandomQueriesAsTheOracleDoes() {
        List<EventEntry> events = sample(1_500);
        Map<String, EventEntry> byTransaction =
                events.stream().collect(Collectors.toMap(e -> e.event().transactionId(), e -> e));
        Map<Long, EventEntry> byId = new HashMap<>();
        for (EventSummary summary : all(new Query.All(), 1_000)) {
            byId.put(summary.id(), byTransaction.get(summary.transactionId()));
        }
        assertThat(byId).hasSize(events.size());
        RandomQueries queries = new RandomQueries(2026, events, LOG);
        int matched = 0;
        for (int i = 0; i < queries(); i++) {
            Query query = i < queries() / 3 ? queries.leaf() : queries.next();
            Set<Long> expected = new HashSet<>();
            byId.forEach((id, entry) -> {
                if (QueryOracle.matches(query, entry, LOG, id)) {
                    expected.add(id);
                }
            });
            List<EventSummary> found = all(query, 400);
            Set<Long> ids = found.stream().map(EventSummary::id).collect(Collectors.toSet());
            assertThat(ids).as("%s", query).isEqualTo(expected);
            assertThat(found).as("%s", query).hasSize(expected.size());
            matched += expected.isEmpty() ? 0 : 1;
        }
        assertThat(matched).as("queries that find something").isGreaterThan(queries() / 3);
    }

    /** How many random queries are compared. */
    protected int queries() {
        return 400;
    }

    private List<EventEntry> sample(int count) {
        EventGenerator generator = new EventGenerator(11, START, 60_000_000, 200);
        List<EventEntry> events = generator.next(count);
        for (int from = 0; from < count; from += 300) {
            store.append(batch(events.subList(from, Math.min(count, from + 300))));
        }
        return events;
    }

    @Test
    void aPageThatRunsOutOfTimeGoesOnFromItsCursor() {
        List<EventEntry> events = sample(1_500);
        Query rare = query("\"n=7\" -status:404");
        Set<String> expected = events.stream()
                .filter(e -> QueryOracle.matches(rare, e, LOG, 0))
                .map(e -> e.event().transactionId())
                .collect(Collectors.toSet());
        Set<String> found = new HashSet<>();
        Cursor cursor = null;
        int pages = 0;
        do {
            EventPage page = store.search(rare, cursor, 100, Duration.ZERO);
            page.events().forEach(e -> assertThat(found.add(e.transactionId())).isTrue());
            if (page.searchedBackTo() != null) {
                assertThat(page.next()).isNotNull();
                Instant searchedBackTo = page.searchedBackTo();
                assertThat(page.events()).allSatisfy(e -> assertThat(e.time()).isAfterOrEqualTo(searchedBackTo));
            }
            cursor = page.next();
            assertThat(++pages).isLessThan(1_000);
        } while (cursor != null);
        assertThat(found).isEqualTo(expected).isNotEmpty();
        assertThat(pages).isGreaterThan(1);
    }

    @Test
    void exportsEveryEventOnceInPages() {
        List<EventEntry> events = sample(1_500);
        List<EventSummary> exported = new ArrayList<>();
        assertThat(store.export(new Query.All(), exported::add)).isEqualTo(1_500);
        assertThat(exported)
                .isSortedAccordingTo(Comparator.comparing(EventSummary::time).reversed())
                .extracting(EventSummary::transactionId)
                .containsExactlyInAnyOrderElementsOf(
                        events.stream().map(e -> e.event().transactionId()).toList());
        assertThat(store.export(query("status:404"), event -> false)).isEqualTo(1);
    }

    @Test
    void refusesPagesWithoutBound() {
        assertThatThrownBy(() -> store.search(new Query.All(), null, 10_001, PATIENCE))
                .isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.search(new Query.All(), null, 0, PATIENCE))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void readersSeeWholeBatchesDuringWrites() throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(2);
        AtomicBoolean done = new AtomicBoolean();
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                results.add(readers.submit(() -> {
                    int reads = 0;
                    while (!done.get()) {
                        assertThat(store.eventCount() % 50).isZero();
                        EventPage page = store.search(query("-status:404"), null, 20, PATIENCE);
                        page.events().stream()
                                .limit(1)
                                .forEach(e -> assertThat(store.event(e.id())).isPresent());
                        reads++;
                    }
                    return reads;
                }));
            }
            EventGenerator generator = new EventGenerator(5, START, 1_000_000, 100);
            for (int i = 0; i < 30; i++) {
                store.append(batch(generator.next(50)));
            }
            done.set(true);
            for (Future<Integer> result : results) {
                assertThat(result.get()).isPositive();
            }
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
        assertThat(store.eventCount()).isEqualTo(1_500);
    }

    // ---- roll-ups

    @Test
    void countsEqualTheEvents() {
        List<EventEntry> events = sample(1_500);
        Instant from = START;
        Instant to = START.plus(Duration.ofDays(10));
        Map<String, Long> byClass = counts(new CountSearch(from, to, List.of(Dimension.CLASS), null, null, null, 100));
        Map<String, Long> expected = events.stream()
                .collect(Collectors.groupingBy(
                        e -> e.classification().sourceClass().key(), Collectors.counting()));
        assertThat(byClass).isEqualTo(expected);

        assertThat(counts(new CountSearch(
                        from, to, List.of(Dimension.HOST, Dimension.DISPOSITION), null, null, 443, 1_000)))
                .isEqualTo(events.stream()
                        .filter(e -> e.event().localPort() == 443)
                        .collect(Collectors.groupingBy(
                                e -> e.event().host() + ","
                                        + e.event().disposition().name().toLowerCase(java.util.Locale.ROOT),
                                Collectors.counting())));
        assertThat(counts(new CountSearch(from, to, List.of(Dimension.RULE), null, "shop.example.org", null, 1_000)))
                .isEqualTo(events.stream()
                        .filter(e -> e.event().host().equals("shop.example.org"))
                        .flatMap(e -> e.event().hits().stream().map(Hit::ruleId).distinct())
                        .collect(Collectors.groupingBy(id -> id, Collectors.counting())));
        assertThat(counts(new CountSearch(
                        from,
                        to,
                        List.of(Dimension.COUNTRY, Dimension.LOG_SOURCE, Dimension.PORT),
                        null,
                        null,
                        null,
                        1_000)))
                .isEqualTo(events.stream()
                        .collect(Collectors.groupingBy(
                                e -> e.attribution().country() + "," + LOG + ","
                                        + e.event().localPort(),
                                Collectors.counting())));
        List<CountRow> hours =
                store.counts(new CountSearch(from, to, List.of(), Duration.ofHours(6), null, null, 1_000), PATIENCE);
        assertThat(hours).isSortedAccordingTo(Comparator.comparing(CountRow::bucketStart));
        assertThat(hours.stream().mapToLong(CountRow::events).sum()).isEqualTo(1_500);
        assertThat(hours.get(0).bucketStart()).isEqualTo(START);
        assertThat(hours.get(0).events())
                .isEqualTo(events.stream()
                        .filter(e -> e.event().time().isBefore(START.plus(Duration.ofHours(6))))
                        .count());
        assertThat(counts(new CountSearch(to, to.plusSeconds(9), List.of(), null, null, null, 10)))
                .isEmpty();
    }

    private Map<String, Long> counts(CountSearch search) {
        Map<String, Long> counts = new HashMap<>();
        for (CountRow row : store.counts(search, PATIENCE)) {
            assertThat(counts.put(String.join(",", row.values()), row.events())).isNull();
        }
        return counts;
    }

    @Test
    void sourcesEqualTheEventsAndPage() {
        List<EventEntry> events = sample(1_500);
        Map<IPAddress, List<EventEntry>> expected = events.stream()
                .collect(Collectors.groupingBy(e -> e.attribution().client()));
        List<SourceSummary> sources = new ArrayList<>();
        Long afterCount = null;
        IPAddress afterClient = null;
        SourcePage page;
        do {
            page = store.sources(
                    new SourceSearch(START, START.plus(Duration.ofDays(9)), null, null, afterCount, afterClient, 17),
                    PATIENCE);
            sources.addAll(page.sources());
            SourceSummary last = sources.get(sources.size() - 1);
            afterCount = last.events();
            afterClient = last.client();
        } while (page.more());
        assertThat(sources).hasSize(expected.size());
        assertThat(sources)
                .isSortedAccordingTo(Comparator.comparing(SourceSummary::events).reversed());
        for (SourceSummary source : sources) {
            List<EventEntry> own = expected.getOrDefault(source.client(), List.of());
            assertThat(source.events()).isEqualTo(own.size());
            assertThat(source.blocked())
                    .isEqualTo(own.stream()
                            .filter(e -> e.event().disposition() == Disposition.BLOCKED)
                            .count());
            assertThat(source.byClass())
                    .isEqualTo(own.stream()
                            .collect(Collectors.groupingBy(
                                    e -> e.classification().sourceClass(), Collectors.counting())));
            assertThat(source.firstSeen()).isEqualTo(own.get(0).event().time());
            assertThat(source.lastSeen())
                    .isEqualTo(own.get(own.size() - 1).event().time());
            assertThat(source.country()).isEqualTo(own.get(0).attribution().country());
            assertThat(source.asn()).isEqualTo(own.get(0).attribution().asn());
        }
        IPAddress block = sources.get(0).client().setPrefixLength(8, false).toPrefixBlock();
        SourcePage inBlock = store.sources(
                new SourceSearch(START, START.plus(Duration.ofDays(9)), SourceClass.ATTACK, block, null, null, 1_000),
                PATIENCE);
        assertThat(inBlock.sources().stream().mapToLong(SourceSummary::events).sum())
                .isEqualTo(events.stream()
                        .filter(e -> e.classification().sourceClass() == SourceClass.ATTACK)
                        .filter(e -> block.contains(e.attribution().client()))
                        .count());
    }

    // ---- meaning

    @Test
    void aPersonsVerdictStandsAndRollUpsFollow() {
        List<EventEntry> events = sample(300);
        EventSummary event = all(query("class:attack"), 1).get(0);
        store.judge(event.id(), SourceClass.FALSE_POSITIVE, "anne", "our own monitoring");
        StoredEvent judged = store.event(event.id()).orElseThrow();
        assertThat(judged.summary().sourceClass()).isEqualTo(SourceClass.FALSE_POSITIVE);
        assertThat(judged.summary().judgedByPerson()).isTrue();
        assertThat(judged.classification().author()).isEqualTo("person:anne");
        assertThat(judged.classification().evidence().get(0).detail()).isEqualTo("our own monitoring");
        assertThat(store.check()).isEmpty();
        assertThat(all(query("class:false-positive"), 10)).hasSize(1);
        assertThat(all(query("is:judged"), 10)).hasSize(1);

        List<Long> progress = new ArrayList<>();
        long changed = store.reclassify(
                stored -> stored.summary().status() == 404
                        ? new Classification(
                                SourceClass.SCANNER,
                                70,
                                "rules/2",
                                List.of(new Evidence("status-404", SourceClass.SCANNER, 30, "404")))
                        : stored.classification(),
                progress::add);
        long expected = events.stream()
                .filter(e -> e.event().response().status() == 404)
                .filter(e -> !e.event().transactionId().equals(event.transactionId()))
                .count();
        assertThat(changed).isEqualTo(expected);
        assertThat(progress).isNotEmpty().last().isEqualTo(300L);
        assertThat(store.check()).isEmpty();
        assertThat(all(query("evidence:status-404"), 1_000)).hasSize((int) expected);
        assertThat(store.event(event.id()).orElseThrow().summary().sourceClass())
                .isEqualTo(SourceClass.FALSE_POSITIVE);
        assertThatThrownBy(() -> store.judge(999_999, SourceClass.ATTACK, "anne", ""))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("999999");
    }

    @Test
    void aVerdictIsTakenBackWithAllThatWasBeforeIt() {
        sample(600);
        List<EventSummary> some = all(query("class:attack OR class:scanner"), 500);
        assertThat(some).hasSizeGreaterThan(260); // more than a transaction takes
        List<Long> ids = new ArrayList<>(some.stream().map(EventSummary::id).toList());
        Map<Long, Classification> before = new HashMap<>();
        for (long id : ids) {
            before.put(id, store.event(id).orElseThrow().classification());
        }
        ids.add(999_999L);
        Judged judged = store.judge(ids, SourceClass.FALSE_POSITIVE, "anne", "our own");
        assertThat(judged.events()).isEqualTo(some.size());
        assertThat(all(query("class:false-positive"), 1_000)).hasSize(some.size());
        assertThat(store.check()).isEmpty();
        long later = store.judge(ids.get(0), SourceClass.BAD_BOT, "bob", "no");

        assertThat(store.undoVerdicts(judged.change(), "carol")).isEqualTo(some.size() - 1);
        for (long id : ids.subList(1, some.size())) {
            assertThat(store.event(id).orElseThrow().classification()).isEqualTo(before.get(id));
        }
        assertThat(store.event(ids.get(0)).orElseThrow().summary().sourceClass())
                .isEqualTo(SourceClass.BAD_BOT);
        assertThat(store.check()).isEmpty();
        assertThat(store.undoVerdicts(judged.change(), "carol")).isZero();
        assertThat(store.undoVerdicts(0, "carol")).isZero();
        assertThat(store.undoVerdicts(later, "bob")).isEqualTo(1);
        assertThat(store.event(ids.get(0)).orElseThrow().classification().author())
                .isEqualTo("person:anne");
        assertThat(store.judge(List.of(999_999L), SourceClass.ATTACK, "anne", ""))
                .isEqualTo(new Judged(0, 0));
        assertThatThrownBy(() -> store.judge(Collections.nCopies(1_001, 1L), SourceClass.ATTACK, "anne", ""))
                .isInstanceOf(StoreException.class);
    }

    // ---- upkeep

    @Test
    void removesALogSourceAndNothingElse() {
        List<EventEntry> events = new EventGenerator(5, START, 60_000_000L, 40).next(2_600);
        store.append(new Batch("kept", events.subList(0, 300), List.of(), List.of(), 1));
        store.append(new Batch(
                "removed",
                events.subList(300, 2_600), // more than one transaction deletes
                List.of(new QuarantinedRecord(START, "removed", "/x", 0, 1, new byte[] {1}, "cut")),
                List.of(),
                1));
        assertThat(store.removeLogSource("removed")).isEqualTo(2_300);
        assertThat(store.removeLogSource("removed")).isZero();
        assertThat(store.removeLogSource("never seen")).isZero();
        assertThat(store.eventCount()).isEqualTo(300);
        assertThat(store.ledger()).extracting(LedgerEntry::logSource).containsExactly("kept");
        assertThat(store.quarantine(null, null, 10)).isEmpty();
        assertThat(store.check()).isEmpty();
    }

    @Test
    void deletesByAgeWithAllThatBelongsToAnEvent() {
        List<EventEntry> events = sample(1_500);
        Instant now = events.get(1_499).event().time();
        Duration age = Duration.between(events.get(700).event().time(), now);
        assertThat(store.retain(new Retention(age, null, now))).isEqualTo(700);
        assertThat(store.eventCount()).isEqualTo(800);
        assertThat(all(new Query.All(), 1_000)).hasSize(800);
        assertThat(store.check()).isEmpty();
        assertThat(store.retain(new Retention(age, null, now))).isZero();
        assertThat(store.retain(new Retention(Duration.ZERO, null, now.plusSeconds(1))))
                .isEqualTo(800);
        assertThat(store.eventCount()).isZero();
        assertThat(store.check()).isEmpty();
        long newest = store.append(batch(new EventGenerator(77, START, 1_000, 5).next(1)))
                .stored();
        assertThat(newest).isEqualTo(1);
        assertThat(all(new Query.All(), 1).get(0).id())
                .as("ids are never given twice")
                .isGreaterThan(1_500);
    }

    @Test
    void deletesBySizeAndGivesTheDiskBack() {
        EventGenerator generator = new EventGenerator(12, START, 1_000_000, 200);
        for (int i = 0; i < 40; i++) {
            store.append(batch(generator.next(250)));
        }
        // What waits to be given back (a log of transactions) is not what this is about.
        store.retain(new Retention(null, store.sizeInBytes() - 1, START));
        long before = store.sizeInBytes();
        long kept = store.eventCount();
        long deleted = store.retain(new Retention(null, before / 2, START));
        assertThat(deleted).isBetween(kept / 4, kept - kept / 20);
        assertThat(store.sizeInBytes()).isLessThanOrEqualTo(before / 2);
        assertThat(store.eventCount()).isEqualTo(kept - deleted);
        assertThat(store.check()).isEmpty();
    }

    @Test
    void keepsSettings() {
        assertThat(store.setting("key")).isEmpty();
        store.setSetting("key", "one");
        store.setSetting("key", "two");
        assertThat(store.setting("key")).contains("two");
        assertThat(store.problem()).isEmpty();
    }
}
