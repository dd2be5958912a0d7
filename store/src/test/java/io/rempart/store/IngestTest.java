package io.rempart.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.follow.FollowWarning;
import io.rempart.events.follow.FollowWarning.Code;
import io.rempart.events.follow.LedgerReport;
import io.rempart.events.ingest.Ingest;
import io.rempart.events.ingest.IngestSettings;
import io.rempart.events.ingest.LogSource;
import io.rempart.events.ingest.LogSourceStatus;
import io.rempart.events.ingest.Steps;
import io.rempart.events.model.Attribution;
import io.rempart.events.store.EventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
    @TempDir
    Path directory;

    private Path log;
    private EventStore store;
    private @Nullable Ingest ingest;

    @BeforeEach
    void open() {
        log = directory.resolve("audit.log");
        store = EventStores.open(directory);
    }

    @AfterEach
    void close() {
        if (ingest != null) {
            ingest.close();
        }
        store.close();
    }

    @Test
    void storesALiveRecordWithinASecond() throws Exception {
        start(LogRecords.STEPS, settings(), null);
        append(LogRecords.line(1));
        await(() -> store.eventCount() == 1, Duration.ofSeconds(10));
        long before = System.nanoTime();
        append(LogRecords.line(2));
        await(() -> store.eventCount() == 2, Duration.ofSeconds(10));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        await(() -> status().bytesBehind() == 0, Duration.ofSeconds(5));
        assertThat(status().secondsBehind()).isZero();
        assertThat(status().warnings()).isEmpty();

        LedgerReport report = LedgerReport.of(store.ledger(), ingest().status());
        assertThat(report.rows()).singleElement().satisfies(row -> {
            assertThat(row.live()).isTrue();
            assertThat(row.stored()).isEqualTo(2);
            assertThat(row.isBalanced()).isTrue();
            assertThat(row.bytesRead()).isEqualTo(Files.size(log));
        });
    }

    @Test
    void goesOnWhereItStopped() throws Exception {
        append(LogRecords.line(1));
        start(LogRecords.STEPS, settings(), null);
        await(() -> store.eventCount() == 1, Duration.ofSeconds(10));
        ingest().close();
        append(LogRecords.line(2));
        start(LogRecords.STEPS, settings(), null);
        await(() -> store.eventCount() == 2, Duration.ofSeconds(10));
        assertThat(store.ledger().get(0).duplicates()).isZero();
    }

    @Test
    void waitsWhileTheDatabaseDoesNotTakeEventsAndLosesNothing() throws Exception {
        append(LogRecords.line(1));
        start(LogRecords.STEPS, settings(), null);
        await(() -> store.eventCount() == 1, Duration.ofSeconds(10));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("rempart.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (int number = 2; number < 50; number++) {
                append(LogRecords.line(number));
            }
            await(() -> warnings().contains(Code.STORE_DOWN), Duration.ofSeconds(60));
            assertThat(ingest().problem()).isPresent();
            assertThat(status().bytesBehind()).isPositive();
            assertThat(status().lastError()).isNotBlank();
            statement.execute("ROLLBACK");
        }
        await(() -> store.eventCount() == 49, Duration.ofSeconds(60));
        await(() -> warnings().isEmpty(), Duration.ofSeconds(10));
        assertThat(ingest().problem()).isEmpty();
        assertThat(store.ledger().get(0).duplicates()).isZero();
    }

    @Test
    void quarantinesTheOneEventThatTheDatabaseDoesNotTake() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("rempart.db"));
                Statement statement = other.createStatement()) {
            statement.execute(
                    "CREATE TRIGGER refuse BEFORE INSERT ON event WHEN NEW.transaction_id = '%027d' BEGIN".formatted(7)
                            + " SELECT RAISE(ABORT, 'refused for the test'); END");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        for (int number = 0; number < 20; number++) {
            append(LogRecords.line(number));
        }
        start(LogRecords.STEPS, settings(), null);
        await(() -> store.eventCount() == 19 && !store.quarantine(null, null, 5).isEmpty(), Duration.ofSeconds(60));
        assertThat(store.quarantine(null, null, 5))
                .singleElement()
                .satisfies(found ->
                        assertThat(found.record().reason()).startsWith("The database does not take this event"));
        assertThat(store.ledger().get(0).read()).isEqualTo(20);
    }

    @Test
    void stopsReadingBeforeTheDiskIsFullAndSaysSo() throws Exception {
        append(LogRecords.line(1));
        start(LogRecords.STEPS, settings().withFreeSpace(directory, Long.MAX_VALUE / 4), null);
        await(() -> warnings().contains(Code.DISK_LOW), Duration.ofSeconds(10));
        await(() -> status().bytesBehind() > 0, Duration.ofSeconds(10));
        assertThat(store.eventCount()).isZero();
        ingest().close();
        start(LogRecords.STEPS, settings().withFreeSpace(directory, 1), null);
        await(() -> store.eventCount() == 1, Duration.ofSeconds(10));
    }

    @Test
    void keepsARecordThatAStepFailsOn() throws Exception {
        Steps failing = new Steps(
                record -> record,
                (event, source) -> {
                    if (event.transactionId().endsWith("2")) {
                        throw new IllegalStateException("a defect");
                    }
                    return new Attribution(event.peer(), false, "", 0, "");
                },
                LogRecords.STEPS.classifier());
        append(LogRecords.line(1) + LogRecords.line(2) + LogRecords.line(3));
        start(failing, settings(), null);
        await(() -> store.eventCount() == 2, Duration.ofSeconds(10));
        await(() -> store.ledger().get(0).quarantined() == 1, Duration.ofSeconds(10));
    }

    @Test
    void saysThatModSecurityWasBuiltWithoutJson() throws Exception {
        append("{\"error\":\"ModSecurity was not compiled with JSON support.\"}\n");
        start(LogRecords.STEPS, settings(), null);
        await(() -> warnings().contains(Code.NO_JSON_SUPPORT), Duration.ofSeconds(10));
        append(LogRecords.line(1));
        await(() -> !warnings().contains(Code.NO_JSON_SUPPORT), Duration.ofSeconds(10));
    }

    @Test
    void saysThatAFileIsNoAuditLog() throws Exception {
        for (int line = 0; line < 30; line++) {
            append("192.0.2.1 - - [22/Nov/2026:09:28:01 +0000] \"GET / HTTP/1.1\" 200 " + line + "\n{\"x\":" + line
                    + "}\n");
        }
        start(LogRecords.STEPS, settings(), null);
        await(() -> warnings().contains(Code.NOT_AN_AUDIT_LOG), Duration.ofSeconds(10));
    }

    @Test
    void waitsForATransactionFileThatComesAfterItsIndexLine() throws Exception {
        Path storage = Files.createDirectories(directory.resolve("storage"));
        Path minute = Files.createDirectories(storage.resolve("20261122/20261122-0928"));
        start(LogRecords.STEPS, settings(), storage);
        append("localhost 192.0.2.1 - - [22/Nov/2026:09:28:01.141157 +0000] \"GET / HTTP/1.1\" 200 79 \"-\" \"-\""
                + " awK1oQmiw837RZIhJVj_pAAAAAA \"-\" /20261122/20261122-0928/20261122-092801-a 0 20"
                + " md5:a013b7abd42feaf12448fe2d70182e46 \n");
        Thread.sleep(1_000);
        String record = LogRecords.line(1);
        Path file = minute.resolve("20261122-092801-a");
        Files.writeString(file, record.substring(0, 100));
        Thread.sleep(700);
        assertThat(store.ledger()).allMatch(entry -> entry.read() == 0);
        Files.writeString(file, record.substring(100), StandardOpenOption.APPEND);
        await(() -> store.eventCount() == 1, Duration.ofSeconds(10));
        assertThat(store.ledger().get(0).quarantined()).isZero();
    }

    private static IngestSettings settings() {
        return IngestSettings.DEFAULT;
    }

    private void start(Steps steps, IngestSettings settings, @Nullable Path storage) {
        LogSource source = new LogSource("audit", log, storage, ZoneOffset.UTC, List.of(), List.of());
        ingest = new Ingest(List.of(source), store, steps, settings);
        ingest.start();
    }

    private Ingest ingest() {
        assertThat(ingest).isNotNull();
        return ingest;
    }

    private LogSourceStatus status() {
        return ingest().status().get(0);
    }

    private List<Code> warnings() {
        return status().warnings().stream().map(FollowWarning::code).toList();
    }

    private void append(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void await(BooleanSupplier condition, Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for %s", time).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
