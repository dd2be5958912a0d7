package io.rempart.store;

import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;

/** Measures first pages of searches on a store that {@link StoreBenchmark} filled: {@code SearchBenchmark LOCATION RUNS}. */
public final class SearchBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final Duration LIMIT = Duration.ofMillis(150);
    private static final String[] QUERIES = {
        "",
        "class:scanner",
        "class:scanner ip:1.0.0.0/8 rule:942100 -status:404 host:shop.example.org since:30d \"union select\"",
        "since:2h",
        "time:2026-10-30",
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
            var sources = store.sources(
                            new EventStore.SourceSearch(
                                    NOW.minus(Duration.ofDays(40)), NOW, null, null, null, null, 20_000),
                            Duration.ofSeconds(60))
                    .sources();
            String frequent = "ip:" + sources.get(0).client();
            String rare = "ip:" + sources.get(sources.size() - 1).client();
            var rules = store.counts(
                    new EventStore.CountSearch(
                            NOW.minus(Duration.ofDays(40)),
                            NOW,
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
                        .replace("$RARERULE", rareRule);
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
            time(
                    "sources, 24 h",
                    () -> store.sources(
                            new EventStore.SourceSearch(NOW.minus(Duration.ofDays(1)), NOW, null, null, null, null, 50),
                            Duration.ofSeconds(10)));
            time(
                    "sources, 30 days",
                    () -> store.sources(
                            new EventStore.SourceSearch(
                                    NOW.minus(Duration.ofDays(30)), NOW, null, null, null, null, 50),
                            Duration.ofSeconds(10)));
            time(
                    "counts by class and day, 30 days",
                    () -> store.counts(
                            new EventStore.CountSearch(
                                    NOW.minus(Duration.ofDays(30)),
                                    NOW,
                                    java.util.List.of(EventStore.Dimension.CLASS),
                                    Duration.ofDays(1),
                                    null,
                                    null,
                                    1_000),
                            Duration.ofSeconds(10)));
            time(
                    "counts by rule, 30 days",
                    () -> store.counts(
                            new EventStore.CountSearch(
                                    NOW.minus(Duration.ofDays(30)),
                                    NOW,
                                    java.util.List.of(EventStore.Dimension.RULE),
                                    null,
                                    null,
                                    null,
                                    50),
                            Duration.ofSeconds(10)));
            time("event count", store::eventCount);
            System.out.println(StoreBenchmark.residentMemory());
        }
    }

    private static void measure(
            EventStore store, String text, @org.jspecify.annotations.Nullable Cursor after, int runs, double[] worst) {
        Query query = QueryParser.parse(text, NOW, ZoneOffset.UTC);
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
        System.out.printf("%s: %.1f ms (CPU %.1f ms)%n", what, best, bestCpu);
    }
}
