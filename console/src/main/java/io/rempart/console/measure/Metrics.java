package io.rempart.console.measure;

import io.rempart.console.ConsoleRooms;
import io.rempart.console.Countermeasures;
import io.rempart.console.LogReport;
import io.rempart.console.live.LiveHub;
import io.rempart.console.security.Accounts;
import io.rempart.events.ingest.IngestFigures;
import io.rempart.events.report.Report;
import io.rempart.events.report.ReportStore;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What Rempart tells of itself, in the text format of Prometheus: names begin with {@code rempart_}, times are seconds, sizes are
 * bytes. Labels have few values: log sources (at most {@value #MOST_LOGS}), states, kinds of actions, routes. Thread-safe.
 */
final class Metrics {
    static final int MOST_LOGS = 200;

    private final ConsoleRooms rooms;
    private final Accounts accounts;
    private final RequestTimes requests;
    private final LiveHub live;

    Metrics(ConsoleRooms rooms, Accounts accounts, RequestTimes requests, LiveHub live) {
        this.rooms = rooms;
        this.accounts = accounts;
        this.requests = requests;
        this.live = live;
    }

    String text() {
        PrometheusText text = new PrometheusText();
        logs(text, rooms.logs().get());
        rooms.flow().ifPresent(flow -> flow(text, flow.get()));
        text.one(
                "rempart_events",
                "gauge",
                "Events that are stored.",
                rooms.events().eventCount());
        text.one(
                "rempart_database_bytes",
                "gauge",
                "Size of the database.",
                rooms.events().sizeInBytes());
        rooms.countermeasures().standing().ifPresent(standing -> blocks(text, standing));
        rooms.reports().ifPresent(store -> reports(text, store));
        people(text);
        text.one("rempart_live_subscribers", "gauge", "Open streams of live updates.", live.subscribers());
        text.metric("rempart_http_request_seconds", "histogram", "How long answers took, by route.");
        requests.snapshot().forEach((route, timings) -> {
            String[] parts = route.split(" ", 2);
            text.histogram("rempart_http_request_seconds", timings, "method", parts[0], "route", parts[1]);
        });
        machine(text);
        return text.toString();
    }

    private static void logs(PrometheusText text, List<LogReport> all) {
        List<LogReport> logs = all.subList(0, Math.min(all.size(), MOST_LOGS));
        log(
                text,
                logs,
                "rempart_log_records_read_total",
                "counter",
                "Records read.",
                one -> one.entry().read());
        log(
                text,
                logs,
                "rempart_log_events_stored_total",
                "counter",
                "Events stored as they were.",
                one -> one.entry().stored());
        log(
                text,
                logs,
                "rempart_log_events_repaired_total",
                "counter",
                "Events stored that were mended.",
                one -> one.entry().repaired());
        log(
                text,
                logs,
                "rempart_log_duplicates_total",
                "counter",
                "Records known already.",
                one -> one.entry().duplicates());
        log(
                text,
                logs,
                "rempart_log_quarantined_total",
                "counter",
                "Records that can't be read.",
                one -> one.entry().quarantined());
        log(
                text,
                logs,
                "rempart_log_bytes_read_total",
                "counter",
                "Bytes read.",
                one -> one.entry().bytesRead());
        log(
                text,
                logs,
                "rempart_log_balanced",
                "gauge",
                "1 when read = stored + repaired + duplicates + quarantined.",
                one -> one.balances() ? 1 : 0);
        log(text, logs, "rempart_log_bytes_behind", "gauge", "Bytes written and not stored.", LogReport::bytesBehind);
        log(
                text,
                logs,
                "rempart_log_seconds_behind",
                "gauge",
                "Age of the newest stored event while more waits.",
                LogReport::secondsBehind);
        log(
                text,
                logs,
                "rempart_log_warnings",
                "gauge",
                "Things that someone should look at.",
                one -> one.warnings().size());
    }

    private static void log(
            PrometheusText text,
            List<LogReport> logs,
            String name,
            String kind,
            String help,
            ToDoubleFunction<LogReport> value) {
        text.metric(name, kind, help);
        logs.forEach(log ->
                text.value(name, value.applyAsDouble(log), "log", log.entry().logSource()));
    }

    private static void flow(PrometheusText text, IngestFigures flow) {
        text.one("rempart_queue_batches", "gauge", "Batches that wait for the store.", flow.waitingBatches());
        text.one("rempart_queue_batches_most", "gauge", "How many may wait.", flow.mostBatches());
        text.one("rempart_queue_bytes", "gauge", "Bytes that wait for the store.", flow.waitingBytes());
        text.one("rempart_queue_bytes_most", "gauge", "How many may wait.", flow.mostBytes());
        text.one("rempart_ingest_up", "gauge", "1 when logs are read and stored.", flow.problem() == null ? 1 : 0);
        text.metric("rempart_store_append_seconds", "histogram", "How long transactions of events took.")
                .histogram("rempart_store_append_seconds", flow.storing());
        text.metric(
                        "rempart_ingest_delay_seconds",
                        "histogram",
                        "Age of the newest event of a batch when it was stored.")
                .histogram("rempart_ingest_delay_seconds", flow.delay());
    }

    private static void blocks(PrometheusText text, Countermeasures.Standing standing) {
        text.one("rempart_blocks_wanted", "gauge", "Blocks that are decided.", standing.blocks());
        text.one("rempart_blocks_enforced", "gauge", "Prefixes that the firewall drops.", standing.enforced());
    }

    private static void reports(PrometheusText text, ReportStore store) {
        text.metric("rempart_reports", "gauge", "Reports to AbuseIPDB by state.");
        for (Report.State state : Report.State.values()) {
            text.value(
                    "rempart_reports", store.count(state), "state", state.name().toLowerCase(Locale.ROOT));
        }
    }

    private void people(PrometheusText text) {
        Map<String, Long> actions = accounts.actions();
        text.one(
                "rempart_log_in_failures_total",
                "counter",
                "Log-ins that failed since the start.",
                actions.getOrDefault("log-in-failed", 0L));
        text.metric("rempart_actions_total", "counter", "What was noted in the audit trail since the start.");
        actions.forEach((action, count) -> text.value("rempart_actions_total", count, "action", action));
    }

    private static void machine(PrometheusText text) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        text.metric("rempart_jvm_memory_used_bytes", "gauge", "Memory of the Java machine in use.")
                .value("rempart_jvm_memory_used_bytes", heap.getUsed(), "area", "heap")
                .value("rempart_jvm_memory_used_bytes", other.getUsed(), "area", "other");
        text.one("rempart_jvm_heap_most_bytes", "gauge", "Largest size of the heap.", heap.getMax());
        text.one(
                "rempart_jvm_threads",
                "gauge",
                "Threads.",
                ManagementFactory.getThreadMXBean().getThreadCount());
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        text.metric("rempart_jvm_collections_total", "counter", "Garbage collections.");
        collectors.forEach(one -> text.value(
                "rempart_jvm_collections_total", Math.max(0, one.getCollectionCount()), "collector", one.getName()));
        text.metric("rempart_jvm_collection_seconds_total", "counter", "Time of garbage collections.");
        collectors.forEach(one -> text.value(
                "rempart_jvm_collection_seconds_total",
                Math.max(0, one.getCollectionTime()) / 1_000.0,
                "collector",
                one.getName()));
        text.one(
                "rempart_start_time_seconds",
                "gauge",
                "When the process was started, in seconds since 1970.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000.0);
        long resident = resident();
        if (resident > 0) {
            text.one("rempart_resident_memory_bytes", "gauge", "Memory that the process occupies.", resident);
        }
    }

    /** 0 where the system does not tell. */
    private static long resident() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0)
                    * 1_024;
        } catch (IOException e) {
            return 0;
        }
    }
}
