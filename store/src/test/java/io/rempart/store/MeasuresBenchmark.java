package io.rempart.store;

import inet.ipaddr.IPAddressString;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import io.rempart.events.report.ReportStore.NewReport;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.QuarantinedRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Puts decisions in force and reports into a store that pages are measured on, once: {@code DIRECTORY DECISIONS REPORTS}. */
public final class MeasuresBenchmark {
    private MeasuresBenchmark() {}

    public static void main(String[] arguments) {
        int decisions = Integer.parseInt(arguments[1]);
        int reports = Integer.parseInt(arguments[2]);
        try (EventStore store = EventStores.open(StoreSettings.inDirectory(Path.of(arguments[0])))) {
            Instant now = Instant.now();
            if (store.quarantine(null, null, 1).isEmpty()) {
                QuarantinedRecord unreadable = new QuarantinedRecord(
                        now,
                        "benchmark",
                        "/var/log/modsec_audit.log",
                        7,
                        5,
                        "{\"tra".getBytes(StandardCharsets.US_ASCII),
                        "The record ends in the middle of a text.");
                store.append(new Batch("benchmark", List.of(), List.of(unreadable), List.of(), 5));
            }
            DecisionStore decided = EventStores.decisions(store);
            if (decided.countInForce(Decision.Kind.BLOCK, now) < decisions) {
                List<NewDecision> fresh = new ArrayList<>();
                for (int i = 0; i < decisions; i++) {
                    boolean byPolicy = i % 3 > 0;
                    fresh.add(new NewDecision(
                            Decision.Kind.BLOCK,
                            Target.of(address(i) + (i % 50 == 0 ? "/24" : "")).orElseThrow(),
                            byPolicy ? "policy scanners" : "tries passwords",
                            byPolicy ? "policy:scanners" : "person:alice",
                            "10 events within PT10M, the last: event " + i,
                            now,
                            now.plus(Duration.ofDays(30 + i % 300)),
                            null,
                            i % 4,
                            false));
                }
                decided.add(fresh);
            }
            ReportStore told = EventStores.reports(store);
            if (told.count(State.SENT) < reports) {
                for (int i = 0; i < reports; i++) {
                    told.add(new NewReport(
                            new IPAddressString(address(i)).getAddress(),
                            new TreeSet<>(List.of(18, 21)),
                            "Site scanner: 142 requests in 6 min; GET /.env, GET /wp-login.php Ref bcdfghjklm",
                            "bcdfghjklm",
                            now,
                            142,
                            "policy:abuseipdb.automatic",
                            i % 20 == 0 ? State.HELD : State.SENT,
                            now,
                            now,
                            ""));
                }
            }
        }
    }

    private static String address(int i) {
        return 1 + i % 100 + "." + (i / 100) % 200 + "." + (i / 20_000) + "." + (i % 50 == 0 ? 0 : 7);
    }
}
