package io.rempart.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rempart.events.ingest.Import;
import io.rempart.events.ingest.ImportSummary;
import io.rempart.events.ingest.IngestSettings;
import io.rempart.events.ingest.LogSource;
import io.rempart.events.store.EventStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportTest {
    @TempDir
    Path directory;

    @Test
    void countsARecordThatWasStoredBeforeAsADuplicate() throws IOException {
        Path log = directory.resolve("audit.log");
        Files.writeString(log, LogRecords.line(1) + LogRecords.line(2) + "rubbish\n" + LogRecords.line(3));
        try (EventStore store = EventStores.open(directory)) {
            ImportSummary first = run(store, null, log);
            assertThat(first.read()).isEqualTo(4);
            assertThat(first.stored()).isEqualTo(3);
            assertThat(first.quarantined()).isEqualTo(1);
            assertThat(first.bytes()).isEqualTo(Files.size(log));
            ImportSummary again = run(store, null, log);
            assertThat(again.stored()).isZero();
            assertThat(again.quarantined()).isZero();
            assertThat(again.duplicates()).isEqualTo(4);
            assertThat(store.eventCount()).isEqualTo(3);
        }
    }

    @Test
    void readsStandardInputPackedOrNot() throws IOException {
        var packed = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write((LogRecords.line(1) + LogRecords.line(2)).getBytes(StandardCharsets.UTF_8));
        }
        try (EventStore store = EventStores.open(directory)) {
            Import importing = new Import(store, LogRecords.STEPS, IngestSettings.DEFAULT);
            LogSource source = source("stdin", null);
            assertThat(importing
                            .run(new ByteArrayInputStream(packed.toByteArray()), source, progress -> {})
                            .stored())
                    .isEqualTo(2);
            byte[] plain = LogRecords.line(3).strip().getBytes(StandardCharsets.UTF_8);
            assertThat(importing
                            .run(new ByteArrayInputStream(plain), source, progress -> {})
                            .stored())
                    .isEqualTo(1);
        }
    }

    @Test
    void tellsWhatItCouldNotReadAndGoesOn() throws IOException {
        Path log = directory.resolve("audit.log");
        Files.writeString(log, LogRecords.line(1));
        try (EventStore store = EventStores.open(directory)) {
            ImportSummary summary = new Import(store, LogRecords.STEPS, IngestSettings.DEFAULT)
                    .run(List.of(directory.resolve("missing.log"), log), source("x", null), progress -> {});
            assertThat(summary.isComplete()).isFalse();
            assertThat(summary.perInput().get(0).problem())
                    .isEqualTo(directory.resolve("missing.log") + " does not exist.");
            assertThat(summary.perInput().get(1).problem()).isNull();
            assertThat(summary.stored()).isEqualTo(1);
        }
    }

    @Test
    void followsAnIndexIntoTheStorageDirectoryAndNowhereElse() throws IOException {
        Path storage = Files.createDirectories(directory.resolve("logs/storage"));
        Path minute = Files.createDirectories(storage.resolve("www-data/20261122/20261122-0928"));
        Files.writeString(minute.resolve("20261122-092801-a"), LogRecords.line(1));
        Files.writeString(directory.resolve("secret"), LogRecords.line(2));
        Files.createSymbolicLink(minute.resolve("20261122-092802-b"), directory.resolve("secret"));
        Path index = directory.resolve("logs/index/audit.log");
        Files.createDirectories(index.getParent());
        Files.writeString(
                index,
                indexLine("/www-data/20261122/20261122-0928/20261122-092801-a")
                        + indexLine("/www-data/20261122/20261122-0928/20261122-092802-b")
                        + indexLine("/../../secret")
                        + indexLine("/www-data/20261122/20261122-0928/20261122-092803-c"));
        try (EventStore store = EventStores.open(directory)) {
            ImportSummary summary = run(store, storage, index);
            assertThat(summary.stored()).isEqualTo(1);
            assertThat(summary.quarantined()).isEqualTo(3);
            assertThat(store.quarantine(null, null, 10))
                    .extracting(found -> found.record().reason())
                    .satisfiesExactlyInAnyOrder(
                            reason -> assertThat(reason).contains("not inside the storage directory"),
                            reason -> assertThat(reason).contains("outside the storage directory (..)"),
                            reason -> assertThat(reason).contains("does not exist"));
        }
    }

    private static String indexLine(String path) {
        return "localhost 192.0.2.1 - - [22/Nov/2026:09:28:01.141157 +0000] \"GET / HTTP/1.1\" 200 79 \"-\" \"-\""
                + " awK1oQmiw837RZIhJVj_pAAAAAA \"-\" " + path + " 0 2015 md5:a013b7abd42feaf12448fe2d70182e46 \n";
    }

    /** Expected are the transactions that the variants' own descriptions count. */
    @ParameterizedTest
    @CsvSource({
        "a, audit.log.gz, 22206, 0",
        "b, audit.log.gz, 1482, 0",
        "c, audit.log.gz, 1750, 0",
        "c2, audit.log.gz, 514, 0",
        "d, audit.log.gz, 1279, 0",
        "e, audit.log.gz, 2562, 0",
        "f, audit.log.gz, 909, 0",
        "anom, audit.log.gz, 437, 0",
        "rot-rename, audit.log.gz, 926, 0",
        "rot-rename, audit.log.1.gz, 46, 0",
        "rot-copytruncate, audit.log.gz, 1428, 0",
        "nginx-json, audit.log.gz, 3507, 0",
        "nginx-json-bodies, audit.log.gz, 1341, 0",
        "nginx-native, audit.log.gz, 1347, 0",
        "nginx-conc, audit.log.gz, 1341, 0",
        "full, audit.log.gz, 449, 1",
    })
    void storesWhatTheCorporaHold(String variant, String file, long expected, long quarantined)
            throws IOException, InterruptedException {
        String configured = System.getenv("REMPART_CORPORA");
        Path corpora = configured == null ? Path.of("../../shared/corpora") : Path.of(configured);
        Path log = corpora.resolve("audit-logs").resolve(variant).resolve(file);
        assumeTrue(Files.exists(log), "the corpora are not there: " + log);
        Path tar = log.resolveSibling("storage.tar.gz");
        Path storage = null;
        if (Files.exists(tar)) {
            Process unpack = new ProcessBuilder("tar", "xzf", tar.toString(), "-C", directory.toString()).start();
            assertThat(unpack.waitFor(60, TimeUnit.SECONDS)).isTrue();
            storage = directory.resolve("storage");
        }
        try (EventStore store = EventStores.open(directory)) {
            ImportSummary first = run(store, storage, log);
            ImportSummary again = run(store, storage, log);
            assertThat(first.quarantined()).isEqualTo(quarantined);
            assertThat(first.stored() + first.repaired()).isEqualTo(expected);
            assertThat(again.stored() + again.repaired()).isZero();
            assertThat(again.quarantined()).isZero();
            assertThat(again.duplicates()).isEqualTo(first.stored() + first.repaired() + first.quarantined());
            assertThat(store.check()).isEmpty();
        }
    }

    private static ImportSummary run(EventStore store, @Nullable Path storage, Path log) {
        return new Import(store, LogRecords.STEPS, IngestSettings.DEFAULT)
                .run(List.of(log), source("import", storage), progress -> {});
    }

    private static LogSource source(String name, @Nullable Path storage) {
        return new LogSource(name, Path.of("-"), storage, ZoneOffset.UTC, List.of(), List.of());
    }
}
