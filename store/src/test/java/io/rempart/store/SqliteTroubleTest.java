package io.rempart.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rempart.events.follow.Bookmark;
import io.rempart.events.query.Query;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventStore;
import io.rempart.events.store.IncidentStore;
import io.rempart.events.store.StoreException;
import io.rempart.testkit.EventGenerator;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to the file of a SQLite store. */
class SqliteTroubleTest {
    @TempDir
    Path directory;

    private final EventGenerator generator =
            new EventGenerator(3, Instant.parse("2026-11-20T08:00:00Z"), 1_000_000, 50);

    private Path file() {
        return directory.resolve("rempart.db");
    }

    private Batch batch(int events, long offset) {
        return new Batch(
                "log",
                generator.next(events),
                List.of(),
                List.of(new Bookmark("log", "/log", 1, 2, "ab", 2, offset, false)),
                events);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aStoreFromBeforeIncidentsGetsThemOnceWhenItIsOpened() throws SQLException {
        try (EventStore store = EventStores.open(directory)) {
            for (int i = 0; i < 13; i++) {
                store.append(batch(500, i));
            }
        }
        execute("DELETE FROM incident");
        execute("DELETE FROM setting WHERE name = 'incident.built-to'");
        for (int i = 0; i < 2; i++) {
            try (EventStore store = EventStores.open(directory)) {
                assertThat(store.check()).isEmpty();
                assertThat(EventStores.incidents(store)
                                .count(IncidentStore.IncidentSearch.INBOX, 1_000, Duration.ofSeconds(5)))
                        .isGreaterThan(50);
            }
        }
    }

    @Test
    void aFullDiskStoresNothingOfABatchAndAdvancesNothing() {
        long acknowledged = 0;
        try (EventStore store = EventStores.open("jdbc:sqlite:" + file() + "?max_page_count=400")) {
            StoreException failure = null;
            while (failure == null && acknowledged < 20_000) {
                try {
                    store.append(batch(100, acknowledged + 100));
                    acknowledged += 100;
                } catch (StoreException e) {
                    failure = e;
                }
            }
            assertThat(failure).isNotNull();
            assertThat(failure.getMessage())
                    .isEqualTo("The disk of " + file()
                            + " is full. Nothing of this step was stored: free space, then go on.");
            assertThat(store.eventCount()).isEqualTo(acknowledged).isPositive();
            assertThat(store.bookmarks("log").get(0).offset()).isEqualTo(acknowledged);
            assertThat(store.ledger().get(0).read()).isEqualTo(acknowledged);
            assertThat(store.check()).isEmpty();
        }
        try (EventStore store = EventStores.open(file().toString())) {
            assertThat(store.append(batch(100, acknowledged + 100)).stored()).isEqualTo(100);
            assertThat(store.check()).isEmpty();
        }
    }

    @Test
    void refusesTheSchemaOfANewerVersion() throws SQLException {
        EventStores.open(directory).close();
        execute(
                "INSERT INTO schema_version (installed_rank, version, description, type, script, checksum, installed_by,"
                        + " execution_time, success) VALUES (99, '99', 'incidents', 'SQL', 'V99__incidents.sql', 1, '', 1, 1)");
        assertThatThrownBy(() -> EventStores.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessage("The schema of the SQLite database " + file()
                        + " is of a newer Rempart (version 99, \"incidents\"). Use that Rempart, or restore a backup made"
                        + " before it.");
    }

    @Test
    void saysThatAFileIsNoDatabase() throws IOException {
        Files.writeString(file(), "this is a log file, not a database\n".repeat(1_000));
        assertThatThrownBy(() -> EventStores.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file() + " is damaged, or no SQLite database.");
    }

    @Test
    void saysThatADatabaseIsDamaged() throws IOException {
        try (EventStore store = EventStores.open(directory)) {
            for (int i = 1; i <= 20; i++) {
                store.append(batch(100, i));
            }
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file().toFile(), "rw")) {
            // Page 1 (the schema) stays; the pages of events are overwritten.
            for (long at = 60 * 8_192L; at < bytes.length(); at += 8_192) {
                bytes.seek(at);
                bytes.write(new byte[512]);
            }
        }
        // Which page is asked for first, when the store is opened or later, is the schema's affair.
        assertThatThrownBy(() -> {
                    try (EventStore store = EventStores.open(directory)) {
                        store.search(new Query.All(), null, 5_000, Duration.ofSeconds(5));
                        store.check().forEach(problem -> {
                            throw new StoreException(problem);
                        });
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void saysThatADirectoryCantBeWritten() {
        assertThatThrownBy(() -> EventStores.open("/proc/nowhere/rempart.db"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("/proc/nowhere/rempart.db");
        assertThatThrownBy(() -> EventStores.open("jdbc:sqlite::memory:")).isInstanceOf(StoreException.class);
    }

    @Test
    void anotherProcessMayWriteBetweenBatches() {
        try (EventStore one = EventStores.open(directory);
                EventStore other = EventStores.open(directory)) {
            for (int i = 1; i <= 5; i++) {
                assertThat(one.append(batch(30, i)).stored()).isEqualTo(30);
                assertThat(other.append(new Batch("other " + i, generator.next(30), List.of(), List.of(), 1))
                                .stored())
                        .isEqualTo(30);
            }
            assertThat(one.search(new Query.All(), null, 1_000, Duration.ofSeconds(5))
                            .events())
                    .hasSize(300);
            assertThat(one.check()).isEmpty();
            assertThat(other.check()).isEmpty();
            assertThat(one.ledger()).hasSize(6);
        }
    }
}
