package io.rempart.response.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import io.rempart.events.model.SourceClass;
import io.rempart.events.notice.Notice;
import io.rempart.events.notice.Notice.Level;
import io.rempart.events.notice.NoticeStore;
import io.rempart.events.notice.NoticeStore.Words;
import io.rempart.events.report.Report;
import io.rempart.events.report.ReportStore.NewReport;
import io.rempart.events.store.EventStore;
import io.rempart.response.Events;
import io.rempart.response.SteppedClock;
import io.rempart.response.decision.BlockSettings;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.NetworkDirectory;
import io.rempart.response.decision.StoredDecisions;
import io.rempart.store.EventStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is watched becomes notices, once, whatever happens in between. */
class WatchTest {
    private static final Instant NOW = Instant.parse("2026-11-25T18:00:00Z");

    @TempDir
    Path directory;

    private final SteppedClock clock = new SteppedClock(NOW);
    private EventStore store;
    private NoticeStore notices;
    private DecisionStore decisionStore;
    private Decisions decisions;
    private Teller teller;

    @BeforeEach
    void open() {
        store = EventStores.open(directory);
        notices = EventStores.notices(store);
        decisionStore = EventStores.decisions(store);
        decisions = new StoredDecisions(
                decisionStore, store, List::of, NetworkDirectory.NONE, BlockSettings.DEFAULT, null, null, clock);
        NotifyRule all = new NotifyRule(
                "all",
                Set.of(Topic.values()),
                Set.of(),
                3,
                null,
                Level.INFO,
                List.of("mail"),
                6,
                Duration.ZERO,
                null,
                null,
                Locale.ENGLISH);
        teller = new Teller(notices, new NotifyBook(List.of(), List.of(all)), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** What waits, and it waits no more. */
    private List<String> told() {
        List<String> titles = new ArrayList<>();
        notices.form("all", "mail", clock.instant(), all -> {
            all.stream().map(Notice::title).forEach(titles::add);
            return new Words("", "");
        });
        return titles;
    }

    private Decision block(String address, String author) {
        return decisionStore.add(new NewDecision(
                Decision.Kind.BLOCK,
                Target.of(address).orElseThrow(),
                "reason",
                author,
                "3 events within PT10M, the last: event 7",
                clock.instant(),
                null,
                null,
                0,
                false));
    }

    @Test
    void blocksByPoliciesAreToldFromTheFirstLookOnAndAcrossRestarts() {
        block("203.0.113.1", "policy:attackers");
        new DecisionWatch(teller, decisions, store).look();
        assertThat(told()).isEmpty();
        DecisionWatch watch = new DecisionWatch(teller, decisions, store);
        watch.look();
        block("203.0.113.2", "policy:attackers");
        block("203.0.113.3", "person:anne");
        watch.look();
        watch.look();
        assertThat(told()).containsExactly("Blocked: 203.0.113.2, by attackers");
        block("203.0.113.4", "policy:scanners"); // while we are down
        new DecisionWatch(teller, decisions, store).look();
        assertThat(told()).containsExactly("Blocked: 203.0.113.4, by scanners");
    }

    @Test
    void thousandsOfBlocksBetweenTwoLooksAreAllTold() {
        DecisionWatch watch = new DecisionWatch(teller, decisions, store);
        watch.look();
        for (int i = 0; i < 1_100; i++) {
            block("198.18." + i / 250 + "." + i % 250, "policy:attackers");
        }
        watch.look();
        assertThat(notices.queues().get(0).notices()).isEqualTo(1_100);
    }

    @Test
    void refusalsByGuardsAreToldAndDryRunsAreNot() {
        RefusalWatch watch = new RefusalWatch(teller, EventStores.accounts(store), store);
        watch.look();
        audit("policy:attackers", "203.0.113.9: refused: administrator");
        audit("policy:attackers", "203.0.113.8: 3 events within PT10M");
        audit("anne", "203.0.113.7: refused: administrator");
        watch.look();
        assertThat(told()).containsExactly("Not blocked, although attackers would have: 203.0.113.9");
    }

    private void audit(String account, String detail) {
        EventStores.accounts(store).record(new AuditTrailEntry(0, clock.instant(), account, "would-block", detail, ""));
    }

    @Test
    void anIncidentIsToldWhenItIsLargeEnoughAndOnce() {
        Events events = new Events(store);
        events.add(NOW.minusSeconds(3_600), "203.0.113.1", SourceClass.ATTACK);
        IncidentWatch watch = new IncidentWatch(teller, EventStores.incidents(store), store, clock);
        clock.step(Duration.ofMinutes(1));
        for (int i = 0; i < 2; i++) {
            events.add(clock.instant(), "203.0.113.2", SourceClass.SCANNER);
        }
        watch.look();
        assertThat(told()).isEmpty();
        events.add(clock.instant(), "203.0.113.2", SourceClass.SCANNER);
        watch.look();
        events.add(clock.instant(), "203.0.113.2", SourceClass.SCANNER);
        watch.look();
        List<String> told = told();
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).contains("site scanner from 203.0.113.2, 3 events");
        new IncidentWatch(teller, EventStores.incidents(store), store, clock).look();
        assertThat(told()).isEmpty();
    }

    @Test
    void aRefusedReportIsTold() {
        ReportWatch watch = new ReportWatch(teller, EventStores.reports(store), store, clock);
        Report report = EventStores.reports(store)
                .add(new NewReport(
                        ((Target.Range) Target.of("203.0.113.1").orElseThrow()).first(),
                        new TreeSet<>(Set.of(21)),
                        "comment",
                        "ref",
                        NOW,
                        1,
                        "person:anne",
                        Report.State.QUEUED,
                        NOW,
                        NOW,
                        ""));
        watch.look();
        EventStores.reports(store).change(report.in(Report.State.REFUSED, NOW.plusSeconds(5), "The ip is invalid."));
        watch.look();
        watch.look();
        assertThat(told()).containsExactly("A report to AbuseIPDB was refused: 203.0.113.1");
    }

    @Test
    void aConditionIsToldWhenItLastsAndItsEndToo() {
        List<Condition> wrong = new ArrayList<>();
        Supplier<ConditionWatch> begin =
                () -> new ConditionWatch(teller, List.of(() -> wrong), Duration.ofMinutes(1), clock);
        ConditionWatch watch = begin.get();
        Condition behind =
                Condition.about(Topic.LOG_BEHIND, Level.WARNING, "log.behind", "apache|eu", Duration.ofMinutes(9));
        wrong.add(behind);
        watch.look();
        wrong.clear(); // it flickers
        clock.step(Duration.ofSeconds(30));
        watch.look();
        wrong.add(behind);
        clock.step(Duration.ofSeconds(40));
        watch.look();
        assertThat(told()).isEmpty();
        clock.step(Duration.ofSeconds(60));
        watch.look();
        watch.look();
        assertThat(told()).containsExactly("What is stored of the log apache|eu is 9 min old");
        watch = begin.get(); // a restart
        watch.look();
        clock.step(Duration.ofMinutes(2));
        watch.look();
        assertThat(told()).isEmpty();
        wrong.clear();
        watch = begin.get();
        watch.look();
        clock.step(Duration.ofSeconds(59));
        watch.look();
        assertThat(told()).isEmpty();
        clock.step(Duration.ofSeconds(1));
        watch.look();
        watch.look();
        assertThat(told()).containsExactly("The log apache|eu has caught up");
        wrong.add(behind);
        watch.look();
        clock.step(Duration.ofMinutes(1));
        watch.look();
        assertThat(told()).hasSize(1);
    }

    @Test
    void theBanLogHasALineForEachEventAndBlockAndSurvivesRotationAndRestart() throws Exception {
        Path file = directory.resolve("ban.log");
        Events events = new Events(store);
        events.add(NOW, "203.0.113.1", SourceClass.ATTACK);
        BanLogWatch watch = banLog(file);
        watch.look();
        assertThat(file).doesNotExist();
        events.add(NOW, "203.0.113.2", SourceClass.ATTACK);
        events.add(NOW, "2001:db8::2", SourceClass.SCANNER);
        events.add(NOW, "203.0.113.3", SourceClass.UNCLASSIFIED);
        block("203.0.113.2", "policy:attackers");
        block("203.0.113.0/24", "person:anne");
        watch.look();
        watch.look();
        String process = " rempart[" + ProcessHandle.current().pid() + "]: NOTICE  ";
        assertThat(Files.readAllLines(file))
                .containsExactlyInAnyOrder(
                        "2026-11-25 18:00:00,000" + process + "[attack] Found 203.0.113.2",
                        "2026-11-25 18:00:00,000" + process + "[scanner] Found 2001:db8::2",
                        "2026-11-25 18:00:00,000" + process + "[attackers] Ban 203.0.113.2");
        Path rotated = directory.resolve("ban.log.1");
        Files.move(file, rotated);
        events.add(NOW, "203.0.113.4", SourceClass.ATTACK);
        watch.look();
        assertThat(Files.readAllLines(file)).hasSize(1).first().asString().endsWith("[attack] Found 203.0.113.4");
        assertThat(Files.readAllLines(rotated)).hasSize(3);
        watch.close();
        events.add(NOW, "203.0.113.5", SourceClass.ATTACK);
        try (BanLogWatch restarted = banLog(file)) {
            restarted.look();
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(3);
    }

    @Test
    void theBanLogIsBoundedAndCountsWhatIsNotListed() throws Exception {
        Path file = directory.resolve("ban.log");
        try (BanLogWatch watch = banLog(file)) {
            watch.look();
            for (int i = 0; i < BanLogWatch.MOST_LINES + 5; i++) {
                block("198.18." + i / 250 + "." + i % 250, "policy:attackers");
            }
            watch.look();
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(BanLogWatch.MOST_LINES + 1);
        assertThat(lines.get(BanLogWatch.MOST_LINES)).endsWith("NOTICE  5 more are not listed");
    }

    private BanLogWatch banLog(Path file) {
        return new BanLogWatch(file, ZoneOffset.UTC, Set.of(SourceClass.ATTACK, SourceClass.SCANNER), store, decisions);
    }

    /** The filter of docs/how-to/notify.md, by fail2ban where it is installed. */
    @Test
    void fail2banFindsTheAddresses() throws Exception {
        Path file = directory.resolve("ban.log");
        try (BanLogWatch watch = banLog(file)) {
            watch.look();
            Events events = new Events(store);
            clock.step(Duration.between(NOW, Instant.now()));
            events.add(clock.instant(), "203.0.113.2", SourceClass.ATTACK);
            events.add(clock.instant(), "2001:db8::2", SourceClass.SCANNER);
            block("203.0.113.9", "policy:attackers");
            watch.look();
        }
        String guide = Files.readString(Path.of("../docs/how-to/notify.md"));
        String failregex = guide.lines()
                .filter(line -> line.startsWith("failregex = "))
                .map(line -> line.substring("failregex = ".length()))
                .findFirst()
                .orElseThrow();
        Path fail2ban = Path.of("/usr/bin/fail2ban-regex");
        if (Files.isExecutable(fail2ban)) {
            Process process = new ProcessBuilder(fail2ban.toString(), "--out", "ip", file.toString(), failregex)
                    .redirectErrorStream(true)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(out.lines()).containsExactlyInAnyOrder("203.0.113.2", "2001:db8::2", "203.0.113.9");
        }
        // What fail2ban leaves of a line without its time, and what it puts in for <HOST>.
        String java = failregex.replace("<HOST>", "(?<host>[0-9a-f.:]+)");
        assertThat(Files.readAllLines(file).stream().map(line -> line.substring(24)))
                .hasSize(3)
                .allMatch(line -> line.matches(java));
    }
}
