package io.rempart.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.model.Classification;
import io.rempart.events.model.Severity;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.store.Batch;
import io.rempart.events.store.Counted;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.Retention;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.IncidentStore.ArchivePreview;
import io.rempart.events.store.IncidentStore.ArchiveRule;
import io.rempart.events.store.IncidentStore.Campaign;
import io.rempart.events.store.IncidentStore.CampaignKind;
import io.rempart.events.store.IncidentStore.Change;
import io.rempart.events.store.IncidentStore.Changed;
import io.rempart.events.store.IncidentStore.HistoryEntry;
import io.rempart.events.store.IncidentStore.Incident;
import io.rempart.events.store.IncidentStore.IncidentCursor;
import io.rempart.events.store.IncidentStore.IncidentPage;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.IncidentStore.Order;
import io.rempart.events.store.IncidentStore.State;
import io.rempart.events.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every incident store does, whatever database it stands on. */
public abstract class IncidentStoreContract {
    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final IncidentSearch ALL = new IncidentSearch(new Query.All(), Set.of(), null, null, Order.NEWEST);

    protected EventStore store;
    private IncidentStore incidents;
    private long serial;

    /** An empty store. */
    protected abstract EventStore open() throws Exception;

    protected abstract IncidentStore incidents(EventStore store);

    @BeforeEach
    void openStore() throws Exception {
        store = open();
        incidents = incidents(store);
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    private static Query query(String text) {
        return QueryParser.parse(text, START.plus(Duration.ofDays(3)), ZoneOffset.UTC);
    }

    private void append(EventEntry... entries) {
        store.append(new Batch("apache", List.of(entries), List.of(), List.of(), 1));
    }

    private EventEntry entry(String client, SourceClass sourceClass, Duration after) {
        return SampleEntry.at(START.plus(after))
                .from(client)
                .as(sourceClass)
                .uri("/wp-login.php?n=" + serial)
                .entry(++serial);
    }

    private List<Incident> all(IncidentSearch search) {
        List<Incident> found = new ArrayList<>();
        IncidentCursor cursor = null;
        do {
            IncidentPage page = incidents.incidents(search, cursor, 7, PATIENCE);
            assertThat(page.incidents()).hasSizeLessThanOrEqualTo(7);
            found.addAll(page.incidents());
            cursor = page.next() == null
                    ? null
                    : IncidentCursor.ofText(page.next().toText()).orElseThrow();
        } while (cursor != null);
        assertThat(found).extracting(Incident::id).doesNotHaveDuplicates();
        return found;
    }

    // ---- grouping

    @Test
    void groupsTheEventsOfASourceAndClassUntilASilence() {
        append(
                entry("203.0.113.7", SourceClass.SCANNER, Duration.ZERO),
                entry("203.0.113.7", SourceClass.ATTACK, Duration.ofHours(1)),
                entry("203.0.113.8", SourceClass.SCANNER, Duration.ofHours(2)));
        append(entry("203.0.113.7", SourceClass.SCANNER, Duration.ofHours(24)));
        append(entry("203.0.113.7", SourceClass.SCANNER, Duration.ofHours(48).plusSeconds(1)));
        List<Incident> found = all(ALL);
        assertThat(found).extracting(Incident::events).containsExactly(1L, 2L, 1L, 1L);
        Incident first = found.get(1);
        assertThat(first.client()).isEqualTo(address("203.0.113.7"));
        assertThat(first.sourceClass()).isEqualTo(SourceClass.SCANNER);
        assertThat(first.firstSeen()).isEqualTo(START);
        assertThat(first.lastSeen()).isEqualTo(START.plus(Duration.ofHours(24)));
        assertThat(first.state()).isEqualTo(State.OPEN);
        assertThat(first.rhythmMillis()).isEqualTo(Duration.ofHours(24).toMillis());
        assertThat(first.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(first.blocked()).isEqualTo(2);
        assertThat(first.country()).isEqualTo("FR");
        assertThat(first.hosts()).containsExactly(new Counted("www.example.org", 2));
        assertThat(first.paths()).containsExactly(new Counted("/wp-login.php", 2));
        assertThat(first.rules()).containsExactly(new Counted("942100", 2));
        assertThat(first.userAgents()).containsExactly(new Counted("curl/8.5.0", 2));
        assertThat(first.toolName()).isEqualTo("curl");
        assertThat(store.search(first.eventQuery(), null, 10, PATIENCE).events())
                .hasSize(2);
        assertThat(incidents.incident(first.id())).contains(first);
        assertThat(incidents.incident(999_999)).isEmpty();
        long event = store.search(first.eventQuery(), null, 1, PATIENCE)
                .events()
                .get(0)
                .id();
        assertThat(incidents.incidentOf(event)).contains(first);
        assertThat(incidents.incidentOf(999_999)).isEmpty();
        assertThat(store.check()).isEmpty();
    }

    @Test
    void joinsTwoIncidentsWhenAnEventComesBetweenThem() {
        append(entry("203.0.113.7", SourceClass.SCANNER, Duration.ZERO));
        append(entry("203.0.113.7", SourceClass.SCANNER, Duration.ofHours(40)));
        assertThat(all(ALL)).hasSize(2);
        Incident early = all(ALL).get(1);
        Incident late = all(ALL).get(0);
        incidents.change(List.of(early.id()), new Change(State.ARCHIVED, "anne", "noise"), "anne");
        incidents.change(List.of(early.id(), late.id()), new Change(null, null, "both"), "anne");
        append(entry("203.0.113.7", SourceClass.SCANNER, Duration.ofHours(20)));
        Incident joined = all(ALL).get(0);
        assertThat(all(ALL)).hasSize(1);
        assertThat(joined.id()).isEqualTo(early.id());
        assertThat(joined.events()).isEqualTo(3);
        assertThat(joined.state()).isEqualTo(State.OPEN);
        assertThat(joined.assignee()).isEqualTo("anne");
        assertThat(incidents.history(joined.id(), null, 10))
                .extracting(HistoryEntry::comment)
                .containsExactly("both", "noise");
        assertThat(incidents.incident(late.id())).isEmpty();
        assertThat(store.check()).isEmpty();
    }

    @Test
    void theOrderOfArrivalMakesNoDifference() {
        List<EventEntry> entries = new ArrayList<>(new EventGenerator(21, START, 2_000_000_000L, 40).next(600));
        Collections.shuffle(entries, new Random(4));
        for (int from = 0; from < 600; from += 50) {
            append(entries.subList(from, from + 50).toArray(EventEntry[]::new));
        }
        assertThat(store.check()).isEmpty();
        List<String> expected = expectedSpans(entries);
        assertThat(all(ALL).stream()
                        .map(incident -> incident.client() + " " + incident.sourceClass() + " " + incident.firstSeen()
                                + " " + incident.lastSeen() + " " + incident.events()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).hasSizeGreaterThan(60);
    }

    private static List<String> expectedSpans(List<EventEntry> entries) {
        List<String> spans = new ArrayList<>();
        entries.stream()
                .collect(Collectors.groupingBy(entry -> entry.attribution().client() + " "
                        + entry.classification().sourceClass()))
                .forEach((key, own) -> {
                    List<Instant> times = own.stream()
                            .map(entry -> entry.event().time())
                            .sorted()
                            .toList();
                    int begin = 0;
                    for (int i = 1; i <= times.size(); i++) {
                        if (i == times.size()
                                || Duration.between(times.get(i - 1), times.get(i))
                                                .compareTo(Duration.ofHours(24))
                                        > 0) {
                            spans.add(key + " " + times.get(begin) + " " + times.get(i - 1) + " " + (i - begin));
                            begin = i;
                        }
                    }
                });
        return spans;
    }

    @Test
    void followsClassesAndRetention() {
        append(
                entry("203.0.113.7", SourceClass.SCANNER, Duration.ZERO),
                entry("203.0.113.7", SourceClass.SCANNER, Duration.ofHours(1)),
                entry("203.0.113.9", SourceClass.ATTACK, Duration.ofHours(2)));
        EventSummary event = store.search(query("ip:203.0.113.7"), null, 1, PATIENCE)
                .events()
                .get(0);
        store.judge(event.id(), SourceClass.FALSE_POSITIVE, "anne", "our own monitoring");
        assertThat(all(ALL))
                .extracting(incident -> incident.sourceClass() + " " + incident.events() + " " + incident.state())
                .containsExactly("ATTACK 1 OPEN", "FALSE_POSITIVE 1 ARCHIVED", "SCANNER 1 OPEN");
        store.reclassify(stored -> new Classification(SourceClass.BAD_BOT, 50, "rules/9", List.of()), progress -> {});
        assertThat(all(ALL))
                .extracting(incident -> incident.sourceClass() + " " + incident.events())
                .containsExactly("BAD_BOT 1", "FALSE_POSITIVE 1", "BAD_BOT 1");
        assertThat(store.check()).isEmpty();
        Instant now = START.plus(Duration.ofHours(3));
        store.retain(new Retention(Duration.ofMinutes(90), null, now));
        assertThat(all(ALL)).extracting(Incident::client).containsExactly(address("203.0.113.9"));
        assertThat(store.check()).isEmpty();
        store.retain(new Retention(Duration.ZERO, null, now));
        assertThat(all(ALL)).isEmpty();
    }

    @Test
    void theSilenceCanBeSet() {
        assertThat(incidents.silence()).isEqualTo(Duration.ofHours(24));
        incidents.setSilence(Duration.ofHours(2));
        assertThat(incidents.silence()).isEqualTo(Duration.ofHours(2));
        append(
                entry("203.0.113.7", SourceClass.SCANNER, Duration.ZERO),
                entry("203.0.113.7", SourceClass.SCANNER, Duration.ofHours(3)));
        assertThat(all(ALL)).hasSize(2);
        assertThatThrownBy(() -> incidents.setSilence(Duration.ofMinutes(59))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> incidents.setSilence(Duration.ofDays(31))).isInstanceOf(StoreException.class);
    }

    @Test
    void listsTheMostFrequentInABoundedNumberOfPlaces() {
        List<EventEntry> entries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            entries.add(SampleEntry.at(START.plusSeconds(i))
                    .from("203.0.113.7")
                    .as(SourceClass.SCANNER)
                    .uri(i % 3 == 0 ? "/often" : "/path" + i + "\u0001\n" + "x".repeat(3_000))
                    .entry(i));
        }
        append(entries.toArray(EventEntry[]::new));
        Incident incident = all(ALL).get(0);
        assertThat(incident.paths()).hasSize(12);
        assertThat(incident.paths().get(0).value()).isEqualTo("/often");
        assertThat(incident.paths()).allSatisfy(path -> assertThat(path.value()).hasSizeLessThanOrEqualTo(200));
        assertThat(incident.paths().stream().mapToLong(Counted::events).sum()).isEqualTo(300);
    }

    // ---- searching

    @Test
    void searchesAsEventsAreSearched() {
        append(
                entry("203.0.113.7", SourceClass.SCANNER, Duration.ZERO),
                entry("2001:db8::7", SourceClass.ATTACK, Duration.ofHours(1)),
                SampleEntry.at(START.plus(Duration.ofHours(2)))
                        .from("198.51.100.1")
                        .as(SourceClass.BAD_BOT)
                        .uri("/100%_.env?x")
                        .agent("Evil/1.0 O'Bot")
                        .host("shop.example.org")
                        .place("DE", 64_500)
                        .withoutHits()
                        .entry(++serial));
        assertThat(clients("class:scanner")).containsExactly("203.0.113.7");
        assertThat(clients("-class:scanner")).hasSize(2);
        assertThat(clients("ip:203.0.113.0/24 OR ip:2001:db8::/32")).hasSize(2);
        assertThat(clients("country:DE")).containsExactly("198.51.100.1");
        assertThat(clients("asn:64500")).containsExactly("198.51.100.1");
        assertThat(clients("host:shop.example.org")).containsExactly("198.51.100.1");
        assertThat(clients("host:SHOP.*")).containsExactly("198.51.100.1");
        assertThat(clients("path:/100%_.env")).containsExactly("198.51.100.1");
        assertThat(clients("path:/100*")).containsExactly("198.51.100.1");
        assertThat(clients("path:/10%*")).isEmpty();
        assertThat(clients("path:*login.php")).hasSize(2);
        assertThat(clients("path:/wp-login")).isEmpty();
        assertThat(clients("ua:evil*")).containsExactly("198.51.100.1");
        assertThat(clients("rule:942100")).hasSize(2);
        assertThat(clients("rule:942*")).hasSize(2);
        assertThat(clients("rule:942000..942999")).hasSize(2);
        assertThat(clients("tag:attack-sqli")).hasSize(2);
        assertThat(clients("tag:nothing")).isEmpty();
        assertThat(clients("severity:critical")).hasSize(2);
        assertThat(clients("is:blocked")).hasSize(3);
        assertThat(clients("\"evil\"")).containsExactly("198.51.100.1");
        assertThat(clients("since:2026-11-20T09:30:00Z")).containsExactly("198.51.100.1");
        assertThat(clients("until:2026-11-20T08:30:00Z")).containsExactly("203.0.113.7");
        assertThatThrownBy(() -> clients("status:404"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Incidents are searched by class");
        IncidentSearch gravest = new IncidentSearch(new Query.All(), Set.of(), null, null, Order.GRAVEST);
        assertThat(all(gravest))
                .extracting(Incident::severity)
                .containsExactly(Severity.CRITICAL, Severity.CRITICAL, null);
        assertThat(incidents.count(ALL, 100, PATIENCE)).isEqualTo(3);
        assertThat(incidents.count(ALL, 2, PATIENCE)).isEqualTo(2);
        assertThat(incidents.count(ALL.withQuery(query("host:shop.example.org")), 2, PATIENCE))
                .isEqualTo(1);
        assertThatThrownBy(() -> incidents.incidents(ALL, null, 1_001, PATIENCE))
                .isInstanceOf(StoreException.class);
    }

    private List<String> clients(String text) {
        return all(ALL.withQuery(query(text))).stream()
                .map(incident -> incident.client().toString())
                .toList();
    }

    @Test
    void pagesInBothOrdersWithoutLossOrRepetition() {
        store.append(
                new Batch("apache", new EventGenerator(9, START, 600_000_000, 60).next(400), List.of(), List.of(), 1));
        List<Incident> newest = all(ALL);
        assertThat(newest)
                .isSortedAccordingTo(Comparator.comparing(Incident::lastSeen).reversed());
        List<Incident> gravest = all(new IncidentSearch(new Query.All(), Set.of(), null, null, Order.GRAVEST));
        assertThat(gravest)
                .isSortedAccordingTo(
                        Comparator.comparing(Incident::severity, Comparator.nullsLast(Comparator.naturalOrder()))
                                .thenComparing(Incident::lastSeen, Comparator.reverseOrder()));
        assertThat(gravest).containsExactlyInAnyOrderElementsOf(newest);
        assertThat(newest.stream().mapToLong(Incident::events).sum()).isEqualTo(400);
    }

    @Test
    void findsCampaigns() {
        append(
                entry("203.0.113.7", SourceClass.SCANNER, Duration.ZERO),
                entry("203.0.113.8", SourceClass.SCANNER, Duration.ofHours(1)),
                entry("203.0.113.9", SourceClass.ATTACK, Duration.ofHours(2)),
                entry("203.0.112.9", SourceClass.ATTACK, Duration.ofHours(3)),
                entry("2001:db8:0:1::1", SourceClass.ATTACK, Duration.ofHours(3)),
                entry("2001:db8:0:1::2", SourceClass.ATTACK, Duration.ofHours(3)),
                SampleEntry.at(START)
                        .from("198.51.100.1")
                        .as(SourceClass.ATTACK)
                        .uri("/x")
                        .agent("other/1")
                        .place("DE", 64_999)
                        .entry(++serial));
        List<Campaign> networks = incidents.campaigns(ALL, CampaignKind.NETWORK, 10, PATIENCE);
        assertThat(networks)
                .extracting(campaign -> campaign.network() + " " + campaign.sources() + " " + campaign.incidents())
                .containsExactly("203.0.113.0/24 3 3", "2001:db8:0:1::/64 2 2");
        assertThat(networks.get(0).classes()).containsExactlyInAnyOrder(SourceClass.SCANNER, SourceClass.ATTACK);
        assertThat(all(ALL.of(networks.get(0)))).hasSize(3);
        List<Campaign> asns = incidents.campaigns(ALL, CampaignKind.ASN, 10, PATIENCE);
        assertThat(asns).extracting(Campaign::asn).containsExactly(64_496L);
        assertThat(asns.get(0).sources()).isEqualTo(6);
        assertThat(all(ALL.of(asns.get(0)))).hasSize(6);
        List<Campaign> tools = incidents.campaigns(ALL, CampaignKind.TOOL, 10, PATIENCE);
        assertThat(tools).hasSize(1);
        assertThat(tools.get(0).toolName()).isEqualTo("curl");
        assertThat(all(ALL.of(tools.get(0)))).hasSize(6);
        assertThat(incidents.campaigns(ALL.withQuery(query("class:scanner")), CampaignKind.NETWORK, 10, PATIENCE))
                .extracting(Campaign::sources)
                .containsExactly(2L);
    }

    // ---- changing

    @Test
    void changesAllThatMatchAndTakesItBack() {
        List<EventEntry> entries = new ArrayList<>();
        for (int i = 0; i < 1_205; i++) {
            entries.add(entry(
                    "10.1." + i / 200 + "." + (1 + i % 200),
                    i % 5 == 0 ? SourceClass.ATTACK : SourceClass.SCANNER,
                    Duration.ofSeconds(i)));
        }
        append(entries.toArray(EventEntry[]::new));
        IncidentSearch scanners = IncidentSearch.INBOX.withQuery(query("class:scanner"));
        Changed changed = incidents.change(scanners, new Change(State.ARCHIVED, "bob", "the usual"), "anne");
        assertThat(changed.incidents()).isEqualTo(964);
        assertThat(incidents.count(IncidentSearch.INBOX, 2_000, PATIENCE)).isEqualTo(241);
        assertThat(incidents.change(scanners, Change.to(State.ARCHIVED), "anne").incidents())
                .isZero();
        List<Incident> archived = incidents
                .incidents(ALL.withStates(Set.of(State.ARCHIVED)), null, 2, PATIENCE)
                .incidents();
        Incident touched = archived.get(0);
        assertThat(touched.assignee()).isEqualTo("bob");
        assertThat(touched.comments()).isEqualTo(1);
        assertThat(touched.changedAt()).isNotNull();
        incidents.change(List.of(touched.id(), 999_999L), Change.to(State.ESCALATED), "bob");
        assertThat(incidents.history(touched.id(), null, 10))
                .extracting(entry -> entry.person() + " " + entry.from() + " " + entry.to() + " " + entry.comment()
                        + " " + entry.incidents())
                .containsExactly("bob ARCHIVED ESCALATED  1", "anne OPEN ARCHIVED the usual 964");

        assertThat(incidents.undo(changed.id(), "carol")).isEqualTo(963);
        assertThat(incidents.incident(touched.id()).orElseThrow().state()).isEqualTo(State.ESCALATED);
        Incident other = incidents.incident(archived.get(1).id()).orElseThrow();
        assertThat(other.state()).isEqualTo(State.OPEN);
        assertThat(other.assignee()).isEmpty();
        assertThat(other.comments()).isZero();
        assertThat(incidents.history(other.id(), null, 10).get(0).undoneBy()).isEqualTo("carol");
        assertThatThrownBy(() -> incidents.undo(changed.id(), "carol")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> incidents.change(Collections.nCopies(10_001, 1L), Change.to(State.OPEN), "anne"))
                .isInstanceOf(StoreException.class);
        assertThat(all(new IncidentSearch(new Query.All(), Set.of(), "bob", null, Order.NEWEST)))
                .hasSize(1);
    }

    @Test
    void anArchivedIncidentOpensAgainOnlyForSomethingMoreSevere() {
        append(SampleEntry.at(START)
                .from("203.0.113.7")
                .as(SourceClass.SCANNER)
                .severity(Severity.WARNING)
                .entry(++serial));
        long id = all(ALL).get(0).id();
        incidents.change(List.of(id), Change.to(State.ARCHIVED), "anne");
        append(SampleEntry.at(START.plusSeconds(1))
                .from("203.0.113.7")
                .as(SourceClass.SCANNER)
                .severity(Severity.WARNING)
                .entry(++serial));
        assertThat(incidents.incident(id).orElseThrow().state()).isEqualTo(State.ARCHIVED);
        append(SampleEntry.at(START.plusSeconds(2))
                .from("203.0.113.7")
                .as(SourceClass.SCANNER)
                .severity(Severity.CRITICAL)
                .entry(++serial));
        assertThat(incidents.incident(id).orElseThrow().state()).isEqualTo(State.OPEN);
        assertThat(incidents.incident(id).orElseThrow().events()).isEqualTo(3);
    }

    // ---- rules that archive

    @Test
    void archivesByRuleWhatTheRuleAloneExplains() {
        Query logIns = query("path:/wp-login.php -ip:203.0.113.66");
        append(entry("203.0.113.1", SourceClass.SCANNER, Duration.ZERO));
        ArchivePreview preview = incidents.preview(logIns, START.minusSeconds(60), 10, PATIENCE);
        assertThat(preview.events()).isEqualTo(1);
        assertThat(preview.incidents()).isEqualTo(1);
        assertThat(preview.sample()).hasSize(1);
        assertThat(preview.lookedBackTo()).isNull();

        ArchiveRule rule = incidents.addArchiveRule("log-ins", logIns, "anne");
        assertThat(incidents.archiveRules()).containsExactly(rule);
        assertThat(rule.query()).isEqualTo(logIns);
        append(
                entry("203.0.113.2", SourceClass.SCANNER, Duration.ofMinutes(1)),
                entry("203.0.113.66", SourceClass.SCANNER, Duration.ofMinutes(1)));
        assertThat(state("203.0.113.1")).isEqualTo(State.OPEN);
        assertThat(state("203.0.113.66")).isEqualTo(State.OPEN);
        assertThat(state("203.0.113.2")).isEqualTo(State.ARCHIVED);
        assertThat(one("203.0.113.2").archivedByRule()).isEqualTo(rule.id());
        append(entry("203.0.113.2", SourceClass.SCANNER, Duration.ofMinutes(2)));
        assertThat(state("203.0.113.2")).isEqualTo(State.ARCHIVED);
        append(SampleEntry.at(START.plusSeconds(180))
                .from("203.0.113.2")
                .as(SourceClass.SCANNER)
                .uri("/.env")
                .entry(++serial));
        assertThat(state("203.0.113.2")).isEqualTo(State.OPEN);
        assertThat(one("203.0.113.2").archivedByRule()).isNull();
        ArchivePreview mixed = incidents.preview(logIns, START.minusSeconds(60), 10, PATIENCE);
        assertThat(mixed.events()).isEqualTo(3);
        assertThat(mixed.incidents()).isEqualTo(1);
        assertThat(mixed.otherIncidents()).isEqualTo(1);

        assertThat(incidents.removeArchiveRule(rule.id(), "anne")).isTrue();
        assertThat(incidents.removeArchiveRule(rule.id(), "anne")).isFalse();
        append(entry("203.0.113.3", SourceClass.SCANNER, Duration.ofMinutes(4)));
        assertThat(state("203.0.113.3")).isEqualTo(State.OPEN);
        assertThatThrownBy(() -> incidents.addArchiveRule("all", new Query.All(), "anne"))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void ruleMatchingSaysWhatTheSearchSays() {
        EventGenerator generator = new EventGenerator(31, START, 60_000_000, 30);
        List<EventEntry> entries = generator.next(60);
        RandomQueries queries = new RandomQueries(5, entries, "apache");
        int matched = 0;
        for (int round = 0; round < 25; round++) {
            Query query = queries.next();
            if (query.toText().isBlank()) {
                continue;
            }
            ArchiveRule rule = incidents.addArchiveRule("round " + round, query, "anne");
            // Each event alone, from an address of its own.
            List<EventEntry> moved = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                moved.add(SampleEntry.from(
                        entries.get((round + i) % entries.size()), START.plusSeconds(1_000L * round + i), ++serial));
            }
            append(moved.toArray(EventEntry[]::new));
            Query asked = new Query.And(List.of(
                    query,
                    new Query.TimeBetween(START.plusSeconds(1_000L * round), START.plusSeconds(1_000L * round + 20))));
            long expected = store.search(asked, null, 1_000, PATIENCE).events().stream()
                    .filter(event -> event.sourceClass() != SourceClass.FALSE_POSITIVE
                            && event.sourceClass() != SourceClass.GOOD_BOT)
                    .count();
            long archived = moved.stream()
                    .filter(entry -> one(entry.attribution().client()).archivedByRule() != null)
                    .count();
            assertThat(archived).as(query.toText()).isEqualTo(expected);
            matched += (int) archived;
            incidents.removeArchiveRule(rule.id(), "anne");
        }
        assertThat(matched).isPositive();
    }

    private State state(String client) {
        return one(client).state();
    }

    private Incident one(String client) {
        return one(address(client));
    }

    private Incident one(@Nullable IPAddress client) {
        List<Incident> found = all(ALL.withQuery(new Query.ClientIn(Objects.requireNonNull(client))));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static IPAddress address(String text) {
        return new IPAddressString(text).getAddress();
    }
}
