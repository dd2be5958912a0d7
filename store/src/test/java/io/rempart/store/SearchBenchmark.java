package io.rempart.store;

import inet.ipaddr.IPAddress;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.CountSearch;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.EventStore.SourceSearch;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.IncidentStore.IncidentSearch;
import io.rempart.events.store.StatisticsStore;
import io.rempart.events.store.StatisticsStore.CombinationSearch;
import io.rempart.events.store.StatisticsStore.Dimension;
import io.rempart.events.store.StatisticsStore.RuleSearch;
import io.rempart.events.store.StatisticsStore.StatisticsSearch;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Measures first pages of searches on a store that {@link StoreBenchmark} filled: {@code SearchBenchmark LOCATION RUNS}. */
public final class SearchBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** The time of the newest event. */
    private static Instant now = Instant.EPOCH;

    private static final Duration LIMIT = Duration.ofMillis(150);
    private static final String[] QUERIES = {
        "",
        "class:scanner",
        "class:scanner ip:1.0.0.0/8 rule:942100 -status:404 host:shop.example.org since:30d \"union select\"",
        "since:2h",
        "time:$DAY",
        "status:404",
        "status:5xx",
        "status:418",
        "-status:404",
        "-class:attack -class:scanner -class:brute-force -class:bad-bot",
        "-host:www.example.org -host:shop.example.org -host:blog.example.org",
        "host:203.0.113.10",
        "host:nowhere.example.org",
        "country:SG",
        "-country:FR is:blocked",
        "ip:198.51.100.0/24",
        "$RAREIP",
        "$FREQUENTIP",
        "ip:2001:db8::/32",
        "ip:2000::/3 status:500",
        "rule:949110",
        "$RARERULE",
        "rule:999999",
        "rule:942*",
        "-rule:949110",
        "tag:attack-sqli",
        "tag:paranoia-level/4 status:301 method:PROPFIND",
        "-tag:OWASP_CRS",
        "\"union select\"",
        "etc/passwd",
        "\"nowhere to be found\"",
        "\"n=4711&\" OR \"n=123456\"",
        "\"n=500000\"",
        "-\"union select\" -passwd",
        "ua:*sqlmap*",
        "ua:*nothing*",
        "path:/.env",
        "path:*vendor*eval*",
        "uri:*n=77777",
        "transaction:txabcAAAAEA",
        "id:777",
        "score:>=20",
        "severity:emergency",
        "asn:64500",
        "evidence:path-3",
        "is:judged",
        "format:suricata-eve",
        "(class:scanner OR \"jndi\") -(status:403 OR path:/wp-login.php)",
    };

    private SearchBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = Integer.parseInt(arguments[1]);
        try (EventStore store = EventStores.open(arguments[0])) {
            now = store.search(new Query.All(), null, 1, Duration.ofSeconds(5))
                    .events()
                    .get(0)
                    .time();
            String day = now.minus(Duration.ofDays(24)).toString().substring(0, 10);
            var sources = store.sources(
                            new EventStore.SourceSearch(
                                    now.minus(Duration.ofDays(40)), now, null, null, null, null, 20_000),
                            Duration.ofSeconds(60))
                    .sources();
            String frequent = "ip:" + sources.get(0).client();
            String rare = "ip:" + sources.get(sources.size() - 1).client();
            var rules = store.counts(
                    new EventStore.CountSearch(
                            now.minus(Duration.ofDays(40)),
                            now,
                            java.util.List.of(EventStore.Dimension.RULE),
                            null,
                            null,
                            null,
                            1_000),
                    Duration.ofSeconds(60));
            String rareRule = "rule:" + rules.get(rules.size() - 1).values().get(0);
            System.out.printf("%,d events, %,d MB%n", store.eventCount(), store.sizeInBytes() / 1_000_000);
            System.out.printf("%-72s %8s %8s %8s %6s %s%n", "query", "p50 ms", "p95 ms", "CPU ms", "rows", "searched");
            double[] worst = new double[2];
            for (String text : QUERIES) {
                String query = text.replace("$RAREIP", rare)
                        .replace("$FREQUENTIP", frequent)
                        .replace("$RARERULE", rareRule)
                        .replace("$DAY", day);
                measure(store, query, null, runs, worst);
            }
            Cursor deep = null;
            for (int i = 0; i < 200; i++) {
                deep = store.search(new Query.All(), deep, 1_000, Duration.ofSeconds(5))
                        .next();
            }
            measure(store, "", deep, runs, worst);
            measure(store, "status:404 \"union select\"", deep, runs, worst);
            System.out.printf("worst p95: %.0f ms; %s%n", worst[0], StoreBenchmark.residentMemory());
            rollUps(store);
            time("event count", store::eventCount);
            System.out.println(StoreBenchmark.residentMemory());
        }
    }

    private static void rollUps(EventStore store) throws Exception {
        Duration patience = Duration.ofSeconds(10);
        StatisticsStore statistics = EventStores.statistics(store);
        IncidentStore incidents = EventStores.incidents(store);
        Instant day = now.minus(Duration.ofDays(1));
        Instant month = now.minus(Duration.ofDays(30));
        List<Instant> days = new ArrayList<>();
        for (int i = 30; i >= 0; i--) {
            days.add(now.minus(Duration.ofDays(i)));
        }
        List<Instant> compared = List.of(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(15)), now);
        IPAddress busiest = store.sources(new SourceSearch(month, now, null, null, null, null, 1), patience)
                .sources()
                .get(0)
                .client();
        System.out.println("\n| from the roll-ups | best ms | CPU ms |\n|---|---|---|");
        time(
                "sources of 24 hours",
                () -> store.sources(new SourceSearch(day, now, null, null, null, null, 50), patience));
        time(
                "sources of 30 days",
                () -> store.sources(new SourceSearch(month, now, null, null, null, null, 50), patience));
        var page = store.sources(new SourceSearch(month, now, null, null, null, null, 50), patience)
                .sources();
        var last = page.get(page.size() - 1);
        time(
                "sources of 30 days, second page",
                () -> store.sources(
                        new SourceSearch(month, now, null, null, last.events(), last.client(), 50), patience));
        time(
                "scanners of 30 days",
                () -> store.sources(new SourceSearch(month, now, SourceClass.SCANNER, null, null, null, 50), patience));
        time(
                "false positives of 30 days (there are none)",
                () -> store.sources(
                        new SourceSearch(month, now, SourceClass.FALSE_POSITIVE, null, null, null, 50), patience));
        time(
                "sources of 30 days in a /16",
                () -> store.sources(
                        new SourceSearch(
                                month,
                                now,
                                null,
                                busiest.setPrefixLength(16, false).toPrefixBlock(),
                                null,
                                null,
                                50),
                        patience));
        time(
                "counts by class and day, 30 days",
                () -> statistics.counts(
                        new StatisticsSearch(days, List.of(Dimension.CLASS), Set.of(), null, 443, 10_000), patience));
        time(
                "counts by class and hour, 24 hours",
                () -> store.counts(
                        new CountSearch(
                                day, now, List.of(EventStore.Dimension.CLASS), Duration.ofHours(1), null, null, 1_000),
                        patience));
        time(
                "counts by host and class, 30 days",
                () -> statistics.counts(
                        new StatisticsSearch(
                                compared, List.of(Dimension.HOST, Dimension.CLASS), Set.of(), null, null, 10_000),
                        patience));
        time(
                "counts by country, 30 days against each other",
                () -> statistics.counts(
                        new StatisticsSearch(
                                compared, List.of(Dimension.COUNTRY, Dimension.CLASS), Set.of(), null, 443, 10_000),
                        patience));
        time(
                "counts by network, 30 days against each other",
                () -> statistics.counts(
                        new StatisticsSearch(compared, List.of(Dimension.NETWORK), Set.of(), null, 443, 10_000),
                        patience));
        time(
                "counts by hour of day, 30 days",
                () -> statistics.hoursOfDay(
                        new StatisticsSearch(compared, List.of(), Set.of(), null, 443, 100),
                        ZoneId.of("Europe/Paris"),
                        patience));
        time(
                "rules of 24 hours, with the day before",
                () -> statistics.rules(new RuleSearch(day, now, null, null, null, null, null, 50), patience));
        time(
                "rules of 15 days, with the 15 days before",
                () -> statistics.rules(
                        new RuleSearch(compared.get(1), now, null, null, null, null, null, 50), patience));
        time(
                "rules of 30 days",
                () -> statistics.rules(new RuleSearch(month, now, null, null, null, null, null, 50), patience));
        time(
                "rules of 30 days of one host",
                () -> statistics.rules(
                        new RuleSearch(month, now, null, "shop.example.org", null, null, null, 50), patience));
        time("a rule by day, 30 days", () -> statistics.ruleTrend("949110", days, patience));
        time(
                "rule, parameter and path (100 ms)",
                () -> statistics.combinations(
                        new CombinationSearch(month, now, null, null, null, 50), Duration.ofMillis(100)));
        time("dossier of the busiest source, 30 days", () -> statistics.source(busiest, month, now, patience));
        time("its events by day", () -> statistics.sourceTrend(busiest, days, patience));
        time(
                "similar events (100 ms)",
                () -> statistics.similar(
                        store.search(new Query.All(), null, 1, patience)
                                .events()
                                .get(0)
                                .id(),
                        20,
                        Duration.ofMillis(100)));
        IncidentSearch inbox = IncidentSearch.INBOX;
        time("inbox, first page", () -> incidents.incidents(inbox, null, 50, patience));
        IncidentSearch gravest =
                new IncidentSearch(new Query.All(), inbox.states(), null, null, IncidentStore.Order.GRAVEST);
        time("inbox, gravest first", () -> incidents.incidents(gravest, null, 50, patience));
        Query words = QueryParser.parse("class:scanner path:/wp-login.php", now, ZoneOffset.UTC);
        time("inbox, a search", () -> incidents.incidents(inbox.withQuery(words), null, 50, patience));
        Query nothing = QueryParser.parse("path:/nowhere", now, ZoneOffset.UTC);
        time(
                "inbox, a search for what is not there",
                () -> incidents.incidents(inbox.withQuery(nothing), null, 50, patience));
        time("inbox, counted up to 1,000", () -> incidents.count(inbox, 1_000, patience));
        for (IncidentStore.CampaignKind kind : IncidentStore.CampaignKind.values()) {
            time(
                    "campaigns by " + kind.name().toLowerCase(Locale.ROOT),
                    () -> incidents.campaigns(inbox, kind, 50, patience));
        }
        System.out.printf("%,d incidents in the inbox%n", incidents.count(inbox, 10_000_000, patience));
    }

    private static void measure(
            EventStore store, String text, @org.jspecify.annotations.Nullable Cursor after, int runs, double[] worst) {
        Query query = QueryParser.parse(text, now, ZoneOffset.UTC);
        double[] wall = new double[runs];
        double[] cpu = new double[runs];
        EventPage page = null;
        for (int i = 0; i < runs; i++) {
            long cpuStart = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            page = store.search(query, after, 50, LIMIT);
            wall[i] = (System.nanoTime() - start) / 1e6;
            cpu[i] = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e6;
        }
        Arrays.sort(wall);
        Arrays.sort(cpu);
        int p95 = Math.min(runs - 1, (int) Math.ceil(runs * 0.95) - 1);
        worst[0] = Math.max(worst[0], wall[p95]);
        System.out.printf(
                "%-72s %8.1f %8.1f %8.1f %6d %s%n",
                (text.isEmpty() ? "(all)" : text) + (after == null ? "" : " [page 4001]"),
                wall[runs / 2],
                wall[p95],
                cpu[runs / 2],
                page == null ? 0 : page.events().size(),
                page == null || page.searchedBackTo() == null ? "all" : "back to " + page.searchedBackTo());
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static void time(String what, Work work) throws Exception {
        double best = Double.MAX_VALUE;
        double bestCpu = Double.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long cpuStart = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
            bestCpu = Math.min(bestCpu, (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e6);
        }
        System.out.printf("| %s | %.1f | %.1f |%n", what, best, bestCpu);
    }
}
