package io.rempart.console;

import io.rempart.events.follow.FollowStatus.FileStatus;
import io.rempart.events.follow.FollowWarning;
import io.rempart.events.ingest.LogSourceStatus;
import io.rempart.events.store.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the reading of one log source goes, as the page of logs shows it. Immutable.
 *
 * @param path file, directory or glob that is followed; empty for what was only imported
 * @param entry the account
 * @param following false for a log that was imported and isn't followed now
 * @param bytesBehind bytes written and not yet stored
 * @param secondsBehind how old what is stored is, while something isn't stored
 * @param files the files of a followed log and how far each is read
 * @param lastError one plain sentence; null when there is none
 * @param warnings what a person should do something about
 */
public record LogReport(
        String path,
        LedgerEntry entry,
        boolean following,
        long bytesBehind,
        long secondsBehind,
        List<FileStatus> files,
        @Nullable String lastError,
        @Nullable Instant lastErrorAt,
        List<FollowWarning> warnings) {
    public LogReport {
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }

    /** Whether {@code read = stored + repaired + duplicates + quarantined}. */
    public boolean balances() {
        return entry.read() == entry.stored() + entry.repaired() + entry.duplicates() + entry.quarantined();
    }

    /** A report for each log that is followed, in the order of the configuration, then for each that only has an account. */
    public static List<LogReport> all(List<LedgerEntry> ledger, List<LogSourceStatus> followed) {
        Map<String, LedgerEntry> entries = new LinkedHashMap<>();
        ledger.forEach(entry -> entries.put(entry.logSource(), entry));
        List<LogReport> reports = new ArrayList<>();
        for (LogSourceStatus status : followed) {
            LedgerEntry entry = entries.remove(status.logSource());
            reports.add(of(status, entry == null ? empty(status.logSource()) : entry));
        }
        entries.values().forEach(entry -> reports.add(imported(entry)));
        return List.copyOf(reports);
    }

    private static LogReport of(LogSourceStatus status, LedgerEntry entry) {
        return new LogReport(
                status.path(),
                entry,
                true,
                status.bytesBehind(),
                status.secondsBehind(),
                status.files(),
                status.lastError(),
                status.lastErrorAt(),
                status.warnings());
    }

    private static LogReport imported(LedgerEntry entry) {
        return new LogReport("", entry, false, 0, 0, List.of(), null, null, List.of());
    }

    private static LedgerEntry empty(String logSource) {
        return new LedgerEntry(logSource, 0, 0, 0, 0, 0, 0, null, null);
    }
}
