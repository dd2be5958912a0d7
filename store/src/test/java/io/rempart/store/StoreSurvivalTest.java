package io.rempart.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.store.EventStore;
import io.rempart.testkit.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed with -9 while it writes: what was acknowledged is there, and a batch is there wholly or not at all. */
class StoreSurvivalTest {
    private static final int KILLS = 3;

    @TempDir
    Path directory;

    @Test
    void sqliteKeepsAcknowledgedEventsAfterKill() throws Exception {
        keepsAcknowledgedEventsAfterKill(directory.resolve("rempart.db").toString());
    }

    @Test
    void mariadbKeepsAcknowledgedEventsAfterKill() throws Exception {
        keepsAcknowledgedEventsAfterKill(DatabaseServer.mariadb().newDatabase());
    }

    @Test
    void postgresqlKeepsAcknowledgedEventsAfterKill() throws Exception {
        keepsAcknowledgedEventsAfterKill(DatabaseServer.postgresql().newDatabase());
    }

    private void keepsAcknowledgedEventsAfterKill(String location) throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged = Math.max(acknowledged, runAndKill(location, 3 + random.nextInt(10), random.nextInt(80)));
            try (EventStore store = EventStores.open(location)) {
                long events = store.eventCount();
                assertThat(events).isGreaterThanOrEqualTo(acknowledged);
                assertThat(events % StoreVictim.BATCH).isZero();
                assertThat(StoreVictim.offset(store)).isEqualTo(events);
                assertThat(store.ledger().get(0).read()).isEqualTo(events);
                assertThat(store.check()).isEmpty();
            }
        }
    }

    /** Lets it acknowledge some batches, waits a little more, kills it; gives the last offset it acknowledged. */
    private long runAndKill(String location, int batches, int millis) throws IOException, InterruptedException {
        Path acknowledgements = directory.resolve("acknowledgements");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StoreVictim.class.getName(),
                        location)
                .redirectOutput(acknowledgements.toFile())
                .redirectError(directory.resolve("victim.log").toFile())
                .start();
        while (Files.readString(acknowledgements).lines().count() < batches) {
            assertThat(process.isAlive())
                    .as("the victim writes: %s", Files.readString(directory.resolve("victim.log")))
                    .isTrue();
            Thread.sleep(5);
        }
        Thread.sleep(millis);
        process.destroyForcibly().waitFor();
        String written = Files.readString(acknowledgements);
        // A line that the kill cut is no acknowledgement.
        return written.substring(0, written.lastIndexOf('\n'))
                .lines()
                .mapToLong(Long::parseLong)
                .max()
                .orElseThrow();
    }
}
