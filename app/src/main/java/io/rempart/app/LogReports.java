package io.rempart.app;

import io.rempart.console.LogReport;
import io.rempart.events.follow.FollowStatus.FileStatus;
import io.rempart.events.follow.FollowStatus.State;
import io.rempart.events.ingest.Ingest;
import io.rempart.events.ingest.LogSourceStatus;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.LedgerEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts the ledger of the store and the live state of the follower together for the page of logs. */
final class LogReports {
    private final EventStore store;
    private final Ingest ingest;

    LogReports(EventStore store, Ingest ingest) {
        this.store = store;
        this.ingest = ingest;
    }

    List<LogReport> now() {
        Map<String, LedgerEntry> ledger = new LinkedHashMap<>();
        for (LedgerEntry entry : store.ledger()) {
            ledger.put(entry.logSource(), entry);
        }
        List<LogReport> reports = new ArrayList<>();
        for (LogSourceStatus status : ingest.status()) {
            LedgerEntry entry = ledger.remove(status.logSource());
            reports.add(followed(status, entry == null ? empty(status.logSource()) : entry));
        }
        for (LedgerEntry imported : ledger.values()) {
            reports.add(new LogReport("", imported, false, 0, 0, "", null, null, List.of()));
        }
        return reports;
    }

    private static LedgerEntry empty(String name) {
        return new LedgerEntry(name, 0, 0, 0, 0, 0, 0, null, null);
    }

    private static LogReport followed(LogSourceStatus status, LedgerEntry entry) {
        List<LogReport.Warning> warnings = status.warnings().stream()
                .map(warning -> new LogReport.Warning(warning.code().name(), warning.parameters(), warning.sentence()))
                .toList();
        String rotation = status.files().stream()
                .filter(file -> file.state() != State.LIVE && file.state() != State.FINISHED)
                .map(FileStatus::path)
                .collect(Collectors.joining(", "));
        return new LogReport(
                status.path(),
                entry,
                true,
                status.bytesBehind(),
                status.secondsBehind(),
                rotation,
                status.lastError(),
                status.lastErrorAt(),
                warnings);
    }
}
