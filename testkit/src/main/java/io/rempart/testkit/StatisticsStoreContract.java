package io.rempart.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.Event.Disposition;
import io.rempart.events.model.Hit;
import io.rempart.events.model.SourceClass;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.EventSummary;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.EventStore.SourceSummary;
import io.rempart.events.store.StatisticsStore;
import io.rempart.events.store.StatisticsStore.Combination;
import io.rempart.events.store.StatisticsStore.CombinationPage;
import io.rempart.events.store.StatisticsStore.CombinationSearch;
import io.rempart.events.store.StatisticsStore.Count;
import io.rempart.events.store.StatisticsStore.Dimension;
import io.rempart.events.store.StatisticsStore.RuleActivity;
import io.rempart.events.store.StatisticsStore.RulePage;
import io.rempart.events.store.StatisticsStore.RuleSearch;
import io.rempart.events.store.StatisticsStore.SiteCounts;
import io.rempart.events.store.StatisticsStore.SiteSearch;
import io.rempart.events.store.StatisticsStore.SourceActivity;
import io.rempart.events.store.StatisticsStore.StatisticsSearch;
import io.rempart.events.store.StatisticsStore.TargetPage;
import io.rempart.events.store.StatisticsStore.TargetSearch;
import io.rempart.events.store.StatisticsStore.Verdict;
import io.rempart.events.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store says in numbers, compared with the events themselves. */
public abstract class StatisticsStoreContract {
    private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant FROM = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-26T05:00:00Z");

    protected EventStore store;
    private StatisticsStore statistics;

    /** An empty store. */
    protected abstract EventStore open() throws Exception;

    protected abstract StatisticsStore statistics(EventStore store);

    @BeforeEach
    void openStore() throws Exception {
        store = open();
        statistics = statistics(store);
    }

    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
    }

    /** Events over some seven days, in batches. */
    private List<EventEntry> sample(int count, int sources) {
        List<EventEntry> events = new EventGenerator(17, START, 604_800_000_000L / count, sources).next(count);
        for (int from = 0; from < count; from += 400) {
            store.append(
                    new Batch("apache", events.subList(from, Math.min(count, from + 400)), List.of(), List.of(), 1));
        }
        return events;
    }

    private static Predicate<EventEntry> between(Instant from, Instant to) {
        return entry ->
                !entry.event().time().isBefore(from) && entry.event().time().isBefore(to);
    }

    private static SourceClass classOf(EventEntry entry) {
        return entry.classification().sourceClass();
    }

    private static IPAddress client(EventEntry entry) {
        return Objects.requireNonNull(entry.attribution().client());
    }

    private static List<Instant> days(ZoneId zone) {
        List<Instant> bounds = new ArrayList<>();
        for (int day = 21; day <= 26; day++) {
            bounds.add(Instant.parse("2026-11-" + day + "T12:00:00Z")
                    .atZone(zone)
                    .truncatedTo(ChronoUnit.DAYS)
                    .toInstant());
        }
        return bounds;
    }

    // ---- counts between bounds

    @Test
    void countsEqualTheEvents() {
        List<EventEntry> events = sample(2_000, 300);
        for (List<Instant> bounds : List.of(
                List.of(FROM, TO),
                List.of(FROM, Instant.parse("2026-11-23T00:00:00Z"), TO),
                days(ZoneId.of("Europe/Paris")),
                hours())) {
            for (List<Dimension> by : List.of(
                    List.<Dimension>of(),
                    List.of(Dimension.CLASS),
                    List.of(Dimension.HOST, Dimension.CLASS),
                    List.of(Dimension.PORT),
                    List.of(Dimension.CLASS, Dimension.COUNTRY),
                    List.of(Dimension.NETWORK),
                    List.of(Dimension.NETWORK, Dimension.PORT),
                    List.of(Dimension.CLASS, Dimension.COUNTRY, Dimension.NETWORK))) {
                assertCounts(events, new StatisticsSearch(bounds, by, Set.of(), null, null, 100_000));
            }
            assertCounts(
                    events,
                    new StatisticsSearch(
                            bounds,
                            List.of(Dimension.COUNTRY),
                            Set.of(SourceClass.SCANNER, SourceClass.ATTACK),
                            null,
                            443,
                            100_000));
            assertCounts(
                    events,
                    new StatisticsSearch(
                            bounds,
                            List.of(Dimension.CLASS),
                            Set.of(SourceClass.ATTACK),
                            "shop.example.org",
                            80,
                            100_000));
        }
    }

    private static List<Instant> hours() {
        List<Instant> bounds = new ArrayList<>();
        for (int hour = 0; hour <= 72; hour += 2) {
            bounds.add(FROM.plus(Duration.ofHours(hour)));
        }
        return bounds;
    }

    private void assertCounts(List<EventEntry> events, StatisticsSearch search) {
        Map<String, String> found = new HashMap<>();
        for (Count count : statistics.counts(search, PATIENCE)) {
            assertThat(found.put(count.bucket() + " " + count.values(), count.events() + " " + count.blocked()))
                    .isNull();
        }
        Map<String, String> expected = new HashMap<>();
        for (int bucket = 0; bucket + 1 < search.bounds().size(); bucket++) {
            Map<List<String>, List<EventEntry>> groups = events.stream()
                    .filter(between(search.bounds().get(bucket), search.bounds().get(bucket + 1)))
                    .filter(entry ->
                            search.classes().isEmpty() || search.classes().contains(classOf(entry)))
                    .filter(entry -> search.host() == null
                            || search.host().equals(entry.event().host()))
                    .filter(entry -> search.port() == null
                            || search.port() == entry.event().localPort())
                    .collect(Collectors.groupingBy(entry -> values(entry, search.by())));
            for (Map.Entry<List<String>, List<EventEntry>> group : groups.entrySet()) {
                long blocked = group.getValue().stream()
                        .filter(entry -> entry.event().disposition() == Disposition.BLOCKED)
                        .count();
                expected.put(bucket + " " + group.getKey(), group.getValue().size() + " " + blocked);
            }
        }
        assertThat(found).as(search.toString()).isEqualTo(expected).isNotEmpty();
    }

    private static List<String> values(EventEntry entry, List<Dimension> by) {
        List<String> values = new ArrayList<>();
        for (Dimension dimension : by) {
            switch (dimension) {
                case CLASS -> values.add(classOf(entry).key());
                case HOST -> values.add(entry.event().host());
                case PORT -> values.add(String.valueOf(entry.event().localPort()));
                case COUNTRY -> values.add(entry.attribution().country());
                case NETWORK -> {
                    values.add(String.valueOf(entry.attribution().asn()));
                    values.add(entry.attribution().organisation());
                }
            }
        }
        return values;
    }

    @Test
    void countsByHourOfDayInAZone() {
        List<EventEntry> events = sample(1_000, 100);
        ZoneId zone = ZoneId.of("Asia/Tokyo");
        List<Count> counts = statistics.hoursOfDay(
                new StatisticsSearch(List.of(FROM, TO), List.of(), Set.of(), null, 443, 100), zone, PATIENCE);
        assertThat(counts.stream()
                        .collect(Collectors.toMap(
                                count -> count.bucket() + " " + count.values().get(0), Count::events)))
                .isEqualTo(events.stream()
                        .filter(between(FROM, TO))
                        .filter(entry -> entry.event().localPort() == 443)
                        .collect(Collectors.groupingBy(
                                entry -> entry.event().time().atZone(zone).getHour() + " "
                                        + classOf(entry).key(),
                                Collectors.counting())));
    }

    @Test
    void countsSitesAtOnceAsOneByOne() {
        sample(2_000, 300);
        Instant before = Instant.parse("2026-11-20T09:00:00Z");
        ZoneId zone = ZoneId.of("Asia/Tokyo");
        for (List<Instant> bounds : List.of(List.of(FROM, TO), days(ZoneId.of("Europe/Paris")), hours())) {
            assertSites(new SiteSearch(before, bounds, null, null, zone));
            assertSites(new SiteSearch(before, bounds, "shop.example.org", null, zone));
            assertSites(new SiteSearch(null, bounds, null, 443, zone));
            assertSites(new SiteSearch(before, bounds, "shop.example.org", 80, zone));
        }
        SiteSearch nowhere = new SiteSearch(before, List.of(FROM, TO), "nowhere.example.org", null, zone);
        assertThat(statistics.sites(nowhere, PATIENCE))
                .isEqualTo(new SiteCounts(List.of(), List.of(), List.of(), List.of(), List.of()));
        assertThatThrownBy(() -> statistics.sites(new SiteSearch(null, List.of(FROM), null, null, zone), PATIENCE))
                .isInstanceOf(StoreException.class);
    }

    private void assertSites(SiteSearch search) {
        List<Instant> bounds = search.bounds();
        List<Instant> whole = List.of(bounds.get(0), bounds.get(bounds.size() - 1));
        SiteCounts found = statistics.sites(search, PATIENCE);
        Instant before = search.before();
        assertThat(found.before())
                .containsExactlyInAnyOrderElementsOf(
                        before == null ? List.of() : counted(search, List.of(before, bounds.get(0)), Dimension.CLASS));
        assertThat(found.buckets()).containsExactlyInAnyOrderElementsOf(counted(search, bounds, Dimension.CLASS));
        assertThat(found.hosts())
                .containsExactlyInAnyOrderElementsOf(counted(search, whole, Dimension.CLASS, Dimension.HOST));
        assertThat(found.ports())
                .containsExactlyInAnyOrderElementsOf(counted(
                        new SiteSearch(null, bounds, search.host(), null, search.zone()), whole, Dimension.PORT))
                .isSortedAccordingTo(Comparator.comparingLong(Count::events).reversed());
        assertThat(found.hours())
                .containsExactlyInAnyOrderElementsOf(statistics.hoursOfDay(
                        new StatisticsSearch(whole, List.of(), Set.of(), search.host(), search.port(), 1_000),
                        search.zone(),
                        PATIENCE));
    }

    private List<Count> counted(SiteSearch search, List<Instant> bounds, Dimension... by) {
        return statistics.counts(
                new StatisticsSearch(bounds, List.of(by), Set.of(), search.host(), search.port(), 100_000), PATIENCE);
    }

    @Test
    void refusesWhatCanNotBeCounted() {
        for (StatisticsSearch search : List.of(
                new StatisticsSearch(List.of(FROM), List.of(), Set.of(), null, null, 10),
                new StatisticsSearch(List.of(TO, FROM), List.of(), Set.of(), null, null, 10),
                new StatisticsSearch(Collections.nCopies(1_002, FROM), List.of(), Set.of(), null, null, 10),
                new StatisticsSearch(List.of(FROM, TO), List.of(Dimension.COUNTRY), Set.of(), "x", null, 10),
                new StatisticsSearch(
                        List.of(FROM, TO), List.of(Dimension.HOST, Dimension.NETWORK), Set.of(), null, null, 10),
                new StatisticsSearch(List.of(FROM, TO), List.of(), Set.of(), null, null, 0))) {
            assertThatThrownBy(() -> statistics.counts(search, PATIENCE))
                    .as(search.toString())
                    .isInstanceOf(StoreException.class);
        }
    }

    // ---- sources

    @Test
    void ranksSourcesOfLongPeriodsAsAddingUpDoes() {
        List<EventEntry> events = sample(6_000, 700);
        for (@Nullable
        SourceClass sourceClass :
                new SourceClass[] {null, SourceClass.ATTACK, SourceClass.SCANNER, SourceClass.BAD_BOT}) {
            for (int limit : new int[] {1, 10, 50}) {
                assertRanking(events, FROM, TO, sourceClass, limit);
            }
        }
        assertRanking(events, Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"), null, 20);
    }

    private void assertRanking(
            List<EventEntry> events, Instant from, Instant to, @Nullable SourceClass sourceClass, int limit) {
        Map<IPAddress, Long> expected = events.stream()
                .filter(between(from, to))
                .filter(entry -> sourceClass == null || classOf(entry) == sourceClass)
                .collect(Collectors.groupingBy(StatisticsStoreContract::client, Collectors.counting()));
        Map<IPAddress, Long> found = new HashMap<>();
        Long afterCount = null;
        IPAddress afterClient = null;
        boolean more = true;
        long last = Long.MAX_VALUE;
        for (int page = 0; page < 30 && more; page++) {
            var sources = store.sources(
                    new SourceSearch(from, to, sourceClass, null, afterCount, afterClient, limit), PATIENCE);
            assertThat(sources.sources()).hasSizeLessThanOrEqualTo(limit);
            for (SourceSummary source : sources.sources()) {
                assertThat(source.events()).isLessThanOrEqualTo(last);
                last = source.events();
                assertThat(found.put(source.client(), source.events())).isNull();
                afterCount = source.events();
                afterClient = source.client();
            }
            more = sources.more();
        }
        if (!more) {
            assertThat(found).isEqualTo(expected);
        } else {
            long least = last;
            assertThat(found).hasSize(30 * limit);
            found.forEach((client, count) -> assertThat(count).isEqualTo(expected.get(client)));
            expected.forEach((client, count) -> {
                if (count > least) {
                    assertThat(found).containsKey(client);
                }
            });
        }
    }

    @Test
    void tellsWhatASourceDid() {
        List<EventEntry> events = sample(2_000, 60);
        IPAddress busiest = client(events.get(0));
        SourceActivity activity = statistics.source(busiest, FROM, TO, PATIENCE).orElseThrow();
        List<EventEntry> own = events.stream()
                .filter(between(FROM, TO))
                .filter(entry -> client(entry).equals(busiest))
                .toList();
        assertThat(activity.summary().events()).isEqualTo(own.size());
        assertThat(activity.summary().byClass())
                .isEqualTo(own.stream()
                        .collect(Collectors.groupingBy(StatisticsStoreContract::classOf, Collectors.counting())));
        assertThat(activity.summary().country())
                .isEqualTo(own.get(0).attribution().country());
        assertThat(activity.incidents())
                .isNotEmpty()
                .allSatisfy(incident -> assertThat(incident.client()).isEqualTo(busiest));
        assertThat(activity.hosts()).isNotEmpty();
        assertThat(activity.paths()).isNotEmpty();
        List<Count> trend = statistics.sourceTrend(busiest, days(ZoneId.of("Europe/Paris")), PATIENCE);
        List<Instant> bounds = days(ZoneId.of("Europe/Paris"));
        Map<String, Long> expected = new HashMap<>();
        for (int bucket = 0; bucket + 1 < bounds.size(); bucket++) {
            int at = bucket;
            events.stream()
                    .filter(between(bounds.get(bucket), bounds.get(bucket + 1)))
                    .filter(entry -> client(entry).equals(busiest))
                    .forEach(entry -> expected.merge(at + " " + classOf(entry).key(), 1L, Long::sum));
        }
        assertThat(trend.stream()
                        .collect(Collectors.toMap(
                                count -> count.bucket() + " " + count.values().get(0), Count::events)))
                .isEqualTo(expected);
        assertThat(statistics.source(busiest, TO.plus(Duration.ofDays(30)), TO.plus(Duration.ofDays(31)), PATIENCE))
                .isEmpty();
    }

    @Test
    void remembersWhatPeopleDecided() {
        store.append(new Batch(
                "apache",
                List.of(
                        SampleEntry.at(START).from("203.0.113.7").entry(1),
                        SampleEntry.at(START.plusSeconds(1)).from("203.0.113.8").entry(2)),
                List.of(),
                List.of(),
                1));
        List<EventSummary> all = store.search(new io.rempart.events.query.Query.All(), null, 10, PATIENCE)
                .events();
        EventSummary event = all.get(1);
        store.judge(event.id(), SourceClass.SCANNER, "anne", "first");
        store.judge(event.id(), SourceClass.FALSE_POSITIVE, "bob", "no: our own\u0000");
        List<Verdict> verdicts = statistics.verdicts(Objects.requireNonNull(event.client()), null, 10);
        assertThat(verdicts)
                .extracting(verdict ->
                        verdict.person() + " " + verdict.before() + " " + verdict.after() + " " + verdict.comment())
                .containsExactly("bob SCANNER FALSE_POSITIVE no: our own\\x00", "anne ATTACK SCANNER first");
        assertThat(statistics.verdicts(event.client(), verdicts.get(0).id(), 10))
                .hasSize(1);
        assertThat(statistics.verdicts(Objects.requireNonNull(all.get(0).client()), null, 10))
                .isEmpty();
    }

    // ---- rules

    @Test
    void countsRulesWithWhatTheyDidBefore() {
        List<EventEntry> events = sample(1_500, 100);
        Instant from = Instant.parse("2026-11-23T14:00:00Z");
        Instant to = Instant.parse("2026-11-26T05:00:00Z");
        Instant before = from.minus(Duration.between(from, to));
        assertRules(events, new RuleSearch(from, to, null, null, null, null, null, 1_000), before);
        assertRules(events, new RuleSearch(from, to, SourceClass.SCANNER, null, 443, null, null, 1_000), before);
        assertRules(events, new RuleSearch(from, to, null, "shop.example.org", null, null, null, 1_000), before);

        RulePage first = statistics.rules(new RuleSearch(from, to, null, null, null, null, null, 5), PATIENCE);
        assertThat(first.rules()).hasSize(5);
        assertThat(first.more()).isTrue();
        RuleActivity last = first.rules().get(4);
        RulePage second =
                statistics.rules(new RuleSearch(from, to, null, null, null, last.hits(), last.ruleId(), 5), PATIENCE);
        Set<String> ids = new HashSet<>();
        first.rules().forEach(rule -> ids.add(rule.ruleId()));
        second.rules().forEach(rule -> ids.add(rule.ruleId()));
        assertThat(ids).hasSize(10);
        assertThat(second.rules().get(0).hits()).isLessThanOrEqualTo(last.hits());
    }

    private void assertRules(List<EventEntry> events, RuleSearch search, Instant before) {
        Map<String, List<EventEntry>> now = byRule(events, search, search.from(), search.to());
        Map<String, List<EventEntry>> then = byRule(events, search, before, search.from());
        List<RuleActivity> rules = statistics.rules(search, PATIENCE).rules();
        Map<String, List<EventEntry>> ever = byRule(
                events, new RuleSearch(START, TO, null, null, null, null, null, 1), START, TO.plusSeconds(999_999));
        for (RuleActivity rule : rules) {
            List<EventEntry> own = now.getOrDefault(rule.ruleId(), List.of());
            assertThat(rule.hits()).as(rule.ruleId()).isEqualTo(ofClass(own, search.sourceClass()));
            assertThat(rule.previousHits())
                    .as(rule.ruleId())
                    .isEqualTo(ofClass(then.getOrDefault(rule.ruleId(), List.of()), search.sourceClass()));
            assertThat(rule.byClass())
                    .isEqualTo(own.stream()
                            .collect(Collectors.groupingBy(StatisticsStoreContract::classOf, Collectors.counting())));
            List<EventEntry> all = ever.getOrDefault(rule.ruleId(), List.of());
            assertThat(rule.firstSeen()).isEqualTo(all.get(0).event().time());
            assertThat(rule.lastSeen())
                    .isEqualTo(all.get(all.size() - 1).event().time());
        }
        assertThat(rules)
                .extracting(RuleActivity::ruleId)
                .containsExactlyInAnyOrderElementsOf(now.entrySet().stream()
                        .filter(entry -> ofClass(entry.getValue(), search.sourceClass()) > 0)
                        .map(Map.Entry::getKey)
                        .toList())
                .isNotEmpty();
    }

    private static long ofClass(List<EventEntry> events, @Nullable SourceClass sourceClass) {
        return events.stream()
                .filter(entry -> sourceClass == null || classOf(entry) == sourceClass)
                .count();
    }

    private static Map<String, List<EventEntry>> byRule(
            List<EventEntry> events, RuleSearch search, Instant from, Instant to) {
        Map<String, List<EventEntry>> byRule = new HashMap<>();
        events.stream()
                .filter(between(from, to))
                .filter(entry -> search.host() == null
                        || search.host().equals(entry.event().host()))
                .filter(entry ->
                        search.port() == null || search.port() == entry.event().localPort())
                .forEach(entry -> entry.event().hits().stream()
                        .map(Hit::ruleId)
                        .distinct()
                        .forEach(id -> byRule.computeIfAbsent(id, none -> new ArrayList<>())
                                .add(entry)));
        return byRule;
    }

    @Test
    void followsOneRuleThroughTime() {
        List<EventEntry> events = sample(1_500, 100);
        List<Instant> bounds = days(ZoneId.of("America/New_York"));
        Map<String, Long> expected = new HashMap<>();
        for (int bucket = 0; bucket + 1 < bounds.size(); bucket++) {
            int at = bucket;
            events.stream()
                    .filter(between(bounds.get(bucket), bounds.get(bucket + 1)))
                    .filter(entry -> entry.event().hits().stream()
                            .anyMatch(hit -> hit.ruleId().equals("949110")))
                    .forEach(entry -> expected.merge(at + " " + classOf(entry).key(), 1L, Long::sum));
        }
        assertThat(statistics.ruleTrend("949110", bounds, PATIENCE).stream()
                        .collect(Collectors.toMap(
                                count -> count.bucket() + " " + count.values().get(0), Count::events)))
                .isEqualTo(expected)
                .isNotEmpty();
        assertThat(statistics.ruleTrend("1", bounds, PATIENCE)).isEmpty();
    }

    @Test
    void countsCombinationsOfRuleParameterAndPath() {
        List<EventEntry> entries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            entries.add(SampleEntry.at(START.plusSeconds(i))
                    .as(i < 10 ? SourceClass.FALSE_POSITIVE : SourceClass.ATTACK)
                    .uri("/search?q=" + i)
                    .rule("942100", i % 4 == 0 ? "ARGS:comment" : "ARGS:q")
                    .entry(i));
        }
        entries.add(SampleEntry.at(START.plusSeconds(50))
                .rule("941100", "")
                .uri("/")
                .entry(50));
        store.append(new Batch("apache", entries, List.of(), List.of(), 1));
        CombinationPage page = statistics.combinations(
                new CombinationSearch(START, START.plusSeconds(100), null, null, null, 10), PATIENCE);
        assertThat(page.combinations())
                .extracting(combination -> combination.ruleId() + " " + combination.parameter() + " "
                        + combination.path() + " " + combination.events() + " " + combination.falsePositives())
                .containsExactly("942100 ARGS:q /search 30 7", "942100 ARGS:comment /search 10 3", "941100  / 1 0");
        assertThat(page.counted()).isEqualTo(41);
        assertThat(page.lookedBackTo()).isNull();
        assertThat(store.event(page.combinations().get(0).eventId())
                        .orElseThrow()
                        .summary()
                        .uri())
                .isEqualTo("/search?q=39");
        assertThat(statistics
                        .combinations(
                                new CombinationSearch(
                                        START,
                                        START.plusSeconds(100),
                                        "942100",
                                        SourceClass.FALSE_POSITIVE,
                                        "www.example.org",
                                        1),
                                PATIENCE)
                        .combinations())
                .extracting(Combination::events)
                .containsExactly(7L);
        assertThat(statistics
                        .combinations(
                                new CombinationSearch(START, START.plusSeconds(100), "7", null, null, 10), PATIENCE)
                        .combinations())
                .isEmpty();
    }

    @Test
    void countsWhatWasAimedAt() {
        List<EventEntry> entries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            entries.add(SampleEntry.at(START.plusSeconds(i))
                    .as(i < 4 ? SourceClass.SCANNER : SourceClass.ATTACK)
                    .uri(i % 3 == 0 ? "/.env?n=" + i : "/login")
                    .entry(i));
        }
        store.append(new Batch("apache", entries, List.of(), List.of(), 1));
        TargetPage page =
                statistics.targets(new TargetSearch(START, START.plusSeconds(100), null, null, null, 10), PATIENCE);
        assertThat(page.counted()).isEqualTo(12);
        assertThat(page.targets())
                .extracting(target -> target.path() + " " + target.events() + " " + target.byClass())
                .containsExactly("/login 8 {ATTACK=6, SCANNER=2}", "/.env 4 {ATTACK=2, SCANNER=2}");
        assertThat(statistics
                        .targets(
                                new TargetSearch(
                                        START,
                                        START.plusSeconds(3),
                                        SourceClass.SCANNER,
                                        page.targets().get(0).host(),
                                        null,
                                        1),
                                PATIENCE)
                        .targets())
                .extracting(target -> target.path() + " " + target.events())
                .containsExactly("/login 2");
        assertThat(statistics
                        .targets(new TargetSearch(START, START.plusSeconds(9), null, "other.example", 1, 9), PATIENCE)
                        .targets())
                .isEmpty();
    }

    // ---- similar events

    @Test
    void findsSimilarEvents() {
        store.append(new Batch(
                "apache",
                List.of(
                        SampleEntry.at(START).uri("/a.php?x=1").entry(1),
                        SampleEntry.at(START.plusSeconds(1)).uri("/a.php?x=2").entry(2),
                        SampleEntry.at(START.plusSeconds(2))
                                .from("198.51.100.4")
                                .uri("/a.php")
                                .entry(3),
                        SampleEntry.at(START.plusSeconds(3))
                                .from("198.51.100.5")
                                .uri("/b.php")
                                .entry(4),
                        SampleEntry.at(START.plusSeconds(4))
                                .from("198.51.100.6")
                                .uri("/c.php")
                                .rule("920100", "")
                                .entry(5)),
                List.of(),
                List.of(),
                1));
        Function<Long, List<String>> similar = id -> statistics.similar(id, 10, PATIENCE).stream()
                .map(EventSummary::uri)
                .toList();
        assertThat(similar.apply(1L)).containsExactly("/a.php", "/b.php", "/a.php?x=2");
        assertThat(similar.apply(5L)).isEmpty();
        assertThat(similar.apply(999L)).isEmpty();
    }
}
