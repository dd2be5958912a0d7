package io.rempart.events.follow;

import io.rempart.events.ingest.LogSourceStatus;
import io.rempart.events.store.LedgerEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ledger with what is going on now: what was read of each log source, what became of it, and how far behind we are. */
public record LedgerReport(List<Row> rows) {
    /**
     * One log source.
     *
     * @param live whether it is being followed now; without it the fields from {@code bytesBehind} on tell nothing
     * @param newestEvent null when nothing is stored
     */
    public record Row(
            String logSource,
            String path,
            long read,
            long stored,
            long repaired,
            long duplicates,
            long quarantined,
            long bytesRead,
            @Nullable Instant newestEvent,
            @Nullable Instant updatedAt,
            boolean live,
            long bytesBehind,
            long secondsBehind,
            @Nullable String lastError,
            @Nullable Instant lastErrorAt,
            List<FollowStatus.FileStatus> files,
            List<FollowWarning> warnings) {
        /** Whether every record is accounted for. */
        public boolean isBalanced() {
            return read == stored + repaired + duplicates + quarantined;
        }
    }

    /** @param statuses of the log sources that are followed now; empty when none is */
    public static LedgerReport of(List<LedgerEntry> ledger, List<LogSourceStatus> statuses) {
        Map<String, LedgerEntry> entries = new LinkedHashMap<>();
        ledger.forEach(entry -> entries.put(entry.logSource(), entry));
        List<Row> rows = new ArrayList<>();
        for (LogSourceStatus status : statuses) {
            rows.add(row(status.logSource(), entries.remove(status.logSource()), status));
        }
        entries.values().forEach(entry -> rows.add(row(entry.logSource(), entry, null)));
        return new LedgerReport(List.copyOf(rows));
    }

    private static Row row(String name, @Nullable LedgerEntry entry, @Nullable LogSourceStatus status) {
        Instant newest = entry == null ? null : entry.newestEvent();
        return new Row(
                name,
                status == null ? "" : status.path(),
                entry == null ? 0 : entry.read(),
                entry == null ? 0 : entry.stored(),
                entry == null ? 0 : entry.repaired(),
                entry == null ? 0 : entry.duplicates(),
                entry == null ? 0 : entry.quarantined(),
                entry == null ? 0 : entry.bytesRead(),
                newest,
                entry == null ? null : entry.updatedAt(),
                status != null,
                status == null ? 0 : status.bytesBehind(),
                status == null ? 0 : status.secondsBehind(),
                status == null ? null : status.lastError(),
                status == null ? null : status.lastErrorAt(),
                status == null ? List.of() : status.files(),
                status == null ? List.of() : status.warnings());
    }
}
