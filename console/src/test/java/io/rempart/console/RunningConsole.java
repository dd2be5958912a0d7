package io.rempart.console;

import io.rempart.events.account.AccountStore;
import io.rempart.events.follow.FollowStatus.FileStatus;
import io.rempart.events.follow.FollowStatus.State;
import io.rempart.events.follow.FollowWarning;
import io.rempart.events.follow.FollowWarning.Code;
import io.rempart.events.store.Batch;
import io.rempart.events.store.EventEntry;
import io.rempart.events.store.LedgerEntry;
import io.rempart.events.store.QuarantinedRecord;
import io.rempart.store.EventStores;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A console on a free port of loopback, on a SQLite store of its own. */
final class RunningConsole implements AutoCloseable {
    static final String PASSWORD = "a long sentence of 2026";

    final StoreInDirectory store = new StoreInDirectory();
    final AccountStore accounts = store.accounts;
    final List<LogReport> logs = new ArrayList<>();
    final KeptNotifications notifications = new KeptNotifications();
    final ConsoleServer server;

    RunningConsole() {
        this(settings());
    }

    RunningConsole(ConsoleSettings settings) {
        server = started(
                settings,
                new ConsoleRooms(
                                store.events,
                                EventStores.incidents(store.events),
                                EventStores.statistics(store.events),
                                store.accounts,
                                store::open,
                                this::reports)
                        .withNotifications(notifications)
                        .withReputation(Optional.of(new KeptReputation())));
    }

    /** Without measures, with feeds. */
    RunningConsole(DecisionFeed feed) {
        server = started(
                settings(),
                new ConsoleRooms(
                                store.events,
                                EventStores.incidents(store.events),
                                EventStores.statistics(store.events),
                                store.accounts,
                                store::open,
                                this::reports)
                        .withFeed(feed));
    }

    RunningConsole(ConsoleSettings settings, ConsoleRooms rooms) {
        server = started(settings, rooms);
    }

    RunningConsole(ConsoleSettings settings, UnaryOperator<ConsoleRooms> more) {
        server = started(
                settings,
                more.apply(new ConsoleRooms(
                        store.events,
                        EventStores.incidents(store.events),
                        EventStores.statistics(store.events),
                        store.accounts,
                        store::open,
                        this::reports,
                        new StoredMeasures.Buttons(
                                EventStores.decisions(store.events), EventStores.reports(store.events)))));
    }

    /** With decisions, policies and reports, which are kept and have no effect. */
    static RunningConsole withMeasures(ConsoleSettings settings) {
        return new RunningConsole(
                settings,
                rooms -> rooms.withDecisions(EventStores.decisions(rooms.events()))
                        .withPolicies(new StoredMeasures.OnePolicy())
                        .withReports(
                                EventStores.reports(rooms.events()),
                                Optional.of(new StoredMeasures.Box(EventStores.reports(rooms.events())))));
    }

    private ConsoleServer started(ConsoleSettings settings, ConsoleRooms rooms) {
        try {
            return ConsoleServer.start(settings, rooms);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Those a test made up; without any, what the store's own account says. */
    private List<LogReport> reports() {
        return logs.isEmpty() ? LogReport.all(store.events.ledger(), List.of()) : List.copyOf(logs);
    }

    static ConsoleSettings settings() {
        return ConsoleSettings.inDirectory(Path.of("/var/lib/rempart"))
                .withAddress("127.0.0.1", 0)
                .withLanguage(Locale.ENGLISH, ZoneOffset.UTC);
    }

    URI address(String path) {
        return server.address().resolve(path);
    }

    void fill(int count) {
        add(
                "/var/log/apache2/modsec_audit.log",
                SampleEvents.of(count, 7, Instant.now().minusSeconds(40)));
        logs.add(new LogReport(
                "/var/log/apache2/modsec_audit.log",
                new LedgerEntry(
                        "/var/log/apache2/modsec_audit.log",
                        22_209,
                        21_990,
                        6,
                        210,
                        3,
                        91_000_000,
                        Instant.now().minusSeconds(40),
                        Instant.now().minusSeconds(39)),
                true,
                0,
                0,
                List.of(new FileStatus("/var/log/apache2/modsec_audit.log", State.LIVE, 91_000_000, 91_000_000)),
                null,
                null,
                List.of()));
        logs.add(new LogReport(
                "/var/log/nginx/modsec/*",
                new LedgerEntry(
                        "nginx",
                        1_204,
                        1_200,
                        0,
                        4,
                        0,
                        4_100_000,
                        Instant.now().minusSeconds(8_000),
                        Instant.now().minusSeconds(7_000)),
                true,
                2_400_000,
                720,
                List.of(
                        new FileStatus("/var/log/nginx/modsec/audit.log", State.LIVE, 0, 0),
                        new FileStatus("/var/log/nginx/modsec/audit.log.1", State.ROTATED, 6_500_000, 4_100_000)),
                null,
                null,
                List.of(new FollowWarning(
                        Code.WRITER_ON_ROTATED_FILE,
                        Map.of("path", "/var/log/nginx/modsec/audit.log.1"),
                        Instant.now().minusSeconds(700)))));
        store.append(new Batch(
                "/var/log/apache2/modsec_audit.log",
                List.of(),
                List.of(new QuarantinedRecord(
                        Instant.now().minusSeconds(900),
                        "/var/log/apache2/modsec_audit.log",
                        "/var/log/apache2/modsec_audit.log.1",
                        48_221_004,
                        61,
                        "{\"transaction\":{\"time\":\"23/Nov/2026:07:12:44\",\"tra\0\0\0nsaction\""
                                .getBytes(StandardCharsets.UTF_8),
                        "The record ends in the middle of a text: the disk was full, or the writer was stopped.")),
                List.of(),
                0));
    }

    void add(String log, List<EventEntry> entries) {
        store.append(new Batch(log, entries, List.of(), List.of(), 0));
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}
