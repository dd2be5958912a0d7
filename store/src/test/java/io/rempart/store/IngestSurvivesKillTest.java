package io.rempart.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.query.Query;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.EventStore.Cursor;
import io.rempart.events.store.EventStore.EventPage;
import io.rempart.events.store.LedgerEntry;
import io.rempart.testkit.DatabaseServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log is written live, rotated by rename and by copytruncate, compressed, with pauses in the middle of records; the process that
 * follows it is killed with SIGKILL again and again. Every record is stored once, none twice.
 */
class IngestSurvivesKillTest {
    private static final int KILLS = Integer.getInteger("rempart.kills", 20);

    @TempDir
    Path directory;

    @Test
    void storesEveryRecordOnceOnSqlite() throws Exception {
        killAndCount(directory.resolve("data/rempart.db").toString(), 11);
    }

    @Test
    void storesEveryRecordOnceOnMariadb() throws Exception {
        killAndCount(DatabaseServer.mariadb().newDatabase(), 12);
    }

    @Test
    void storesEveryRecordOnceOnPostgresql() throws Exception {
        killAndCount(DatabaseServer.postgresql().newDatabase(), 13);
    }

    private void killAndCount(String database, long seed) throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("data"));
        Path log = Files.createDirectories(directory.resolve("log")).resolve("audit.log");
        try (EventStore store = EventStores.open(database)) {
            assertThat(store.eventCount()).isZero();
        }
        LogServer server = new LogServer(log, seed);
        Thread writing = new Thread(server, "server");
        writing.start();
        Random random = new Random(seed);
        int killedAtWork = 0;
        try {
            for (int kills = 0; kills < KILLS; kills++) {
                Process process = start(database, log);
                try {
                    awaitReady(process, log);
                    Thread.sleep(random.nextInt(600));
                    assertThat(process.isAlive())
                            .as("the process ran until it was killed")
                            .isTrue();
                    killedAtWork++;
                } finally {
                    process.destroyForcibly().waitFor();
                }
                assertThat(process.exitValue()).as("killed with SIGKILL").isEqualTo(128 + 9);
            }
        } finally {
            server.stop();
            writing.join();
        }
        assertThat(killedAtWork).isEqualTo(KILLS);
        Map<String, Integer> stored = finish(database, log, server.written());

        assertThat(stored).hasSize(server.written());
        for (int number = 0; number < server.written(); number++) {
            assertThat(stored).as("record %d", number).containsEntry("%027d".formatted(number), 1);
        }
        try (EventStore store = EventStores.open(database)) {
            LedgerEntry ledger = store.ledger().get(0);
            System.out.println(seed + ": " + server.rotations() + " rotations, " + ledger);
            assertThat(ledger.quarantined()).isZero();
            assertThat(ledger.repaired()).isZero();
            assertThat(ledger.stored()).isEqualTo(server.written());
            assertThat(ledger.duplicates())
                    .as("the bookmarks alone kept every record from being read twice")
                    .isZero();
            assertThat(store.check()).isEmpty();
        }
    }

    private static Process start(String database, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestProcess.class.getName(),
                        database,
                        log.toString())
                .redirectError(log.resolveSibling("process.err").toFile())
                .start();
    }

    private static void awaitReady(Process process, Path log) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        assertThat(line).as(() -> errors(log)).isEqualTo("ready");
    }

    private static String errors(Path log) {
        try {
            String errors = Files.readString(log.resolveSibling("process.err"));
            return "what the process said: " + errors.substring(Math.max(0, errors.length() - 4_000));
        } catch (IOException e) {
            return "the process said nothing";
        }
    }

    /** Lets a last process go on until everything is stored, or until nothing more is. */
    private static Map<String, Integer> finish(String database, Path log, int expected)
            throws IOException, InterruptedException {
        Process process = start(database, log);
        try (EventStore store = EventStores.open(database)) {
            long before = -1;
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            for (long unchanged = 0; unchanged < 12 && System.nanoTime() < deadline; ) {
                Thread.sleep(1_000);
                long count = store.eventCount();
                unchanged = count == before ? unchanged + 1 : 0;
                before = count;
                if (count >= expected && unchanged >= 4) {
                    break;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return transactions(database);
    }

    private static Map<String, Integer> transactions(String database) {
        Map<String, Integer> found = new HashMap<>();
        try (EventStore store = EventStores.open(database)) {
            @Nullable Cursor after = null;
            do {
                EventPage page = store.search(new Query.All(), after, 500, Duration.ofSeconds(30));
                page.events().forEach(event -> found.merge(event.transactionId(), 1, Integer::sum));
                after = page.next();
            } while (after != null);
        }
        return found;
    }
}
