package io.rempart.response.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.model.SourceClass;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.report.ReportStore;
import io.rempart.events.store.EventStore;
import io.rempart.response.report.AbuseIpdbService.Arrived;
import io.rempart.response.report.AbuseIpdbService.Fault;
import io.rempart.response.report.Observed.Target;
import io.rempart.response.report.Reporter.Draft;
import io.rempart.response.report.Reporter.LookUp;
import io.rempart.store.EventStores;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outbox against a service on loopback that behaves, and misbehaves, as AbuseIPDB is documented to. */
class AbuseIpdbReporterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final IPAddress CLIENT = address("45.155.205.233");

    @TempDir
    Path directory;

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-25T06:00:00Z"));
    private EventStore events;
    private ReportStore store;
    private AbuseIpdbService service;
    private AbuseIpdbReporter reporter;

    @BeforeEach
    void start() throws IOException {
        events = EventStores.open(directory);
        store = EventStores.reports(events);
        start(Plan.STANDARD);
    }

    private void start(Plan plan) throws IOException {
        if (service != null) {
            service.close();
        }
        service = new AbuseIpdbService(clock, plan, PATIENCE.plusMillis(500));
        reporter = reporter(store, service.base(), AbuseIpdbService.KEY, plan);
    }

    private AbuseIpdbReporter reporter(ReportStore reports, URI base, String key, Plan plan) {
        return new AbuseIpdbReporter(
                reports,
                new AbuseIpdbSettings(
                        base,
                        () -> key,
                        plan,
                        () -> List.of("shop.example.org", "www.example.org"),
                        () -> List.of(address("198.51.100.0/24")),
                        ours -> ours.equals(address("8.8.4.4")),
                        clock,
                        PATIENCE));
    }

    @AfterEach
    void stop() {
        service.close();
        events.close();
    }

    @Test
    void tellsThePublicWhatHappenedAndNothingElse() {
        Observed observed = new Observed(
                CLIENT,
                SourceClass.ATTACK,
                142,
                clock.instant().minusSeconds(400),
                clock.instant(),
                List.of("942100", "949110", "942190", "930120", "12\" onerror="),
                List.of(
                        new Target("POST", "/wp-login.php?user=anne@example.org&token=s3cr3t"),
                        new Target("GET", "/.env"),
                        new Target("GET", "/reset/9f86d081884c7d659a2feaa0c55ad015"),
                        new Target("GET", "/customer/20481234/bill"),
                        new Target("GET", "/anne@example.org"),
                        new Target("JEFF", "/x"),
                        new Target("GET", "/cgi-bin/<script>alert(1)</script>"),
                        new Target("GET", "/www.example.org.zip")));
        Draft draft = reporter.draft(observed);
        assertThat(draft.problem()).isEmpty();
        assertThat(draft.categories()).containsExactly(ReportCategories.SQL_INJECTION, ReportCategories.WEB_APP_ATTACK);
        assertThat(draft.comment())
                .isEqualTo("Web application attack: 142 requests from 2026-11-25 05:53 to 2026-11-25 06:00 UTC."
                        + " Rules of the OWASP Core Rule Set: SQL injection (942100 942190), access to local files (930120)."
                        + " POST /wp-login.php, GET /.env. Ref " + draft.reference());
        Report report = reporter.submit(observed, draft, "person:anne", false);
        reporter.pass();
        assertThat(state(report)).isEqualTo(State.SENT);
        Arrived arrived = service.reports.get(0);
        assertThat(arrived.address()).isEqualTo("45.155.205.233");
        assertThat(arrived.categories()).isEqualTo("16,21");
        assertThat(arrived.comment()).isEqualTo(draft.comment());
        assertThat(arrived.time().toInstant()).isEqualTo(clock.instant());
    }

    @Test
    void refusesWhatThePolicyForbids() {
        assertThat(reporter.draft(observed("192.168.1.7", SourceClass.SCANNER))
                        .problem()
                        .orElseThrow())
                .hasMessageContaining("not a public address");
        assertThat(reporter.draft(observed("2001:db8::1", SourceClass.SCANNER)).problem())
                .isPresent();
        assertThat(reporter.draft(observed("::1", SourceClass.SCANNER)).problem())
                .isPresent();
        assertThat(reporter.draft(observed("8.8.4.4", SourceClass.SCANNER))
                        .problem()
                        .orElseThrow())
                .hasMessageContaining("ours");
        for (SourceClass kind : List.of(SourceClass.GOOD_BOT, SourceClass.FALSE_POSITIVE, SourceClass.UNCLASSIFIED)) {
            assertThat(reporter.draft(observed("45.155.205.233", kind))
                            .problem()
                            .orElseThrow())
                    .hasMessageContaining("is not reported");
        }
        Observed old = new Observed(
                CLIENT,
                SourceClass.SCANNER,
                1,
                clock.instant().minus(Duration.ofDays(62)),
                clock.instant().minus(Duration.ofDays(61)),
                List.of(),
                List.of());
        Draft draft = reporter.draft(old);
        assertThat(draft.problem().orElseThrow().kind()).isEqualTo(ReportProblem.Kind.TOO_OLD);
        assertThatThrownBy(() -> reporter.submit(old, draft, "person:anne", false))
                .isInstanceOf(ReportProblem.class);
    }

    @Test
    void refusesACommentThatTellsTooMuch() {
        Report held = submit("45.155.205.233", true);
        for (String tooMuch : List.of(
                "Contact anne@example.com",
                "It asked for /?user=anne",
                "attacked shop.example.org",
                "our server 198.51.100.7",
                "via 93.184.216.34",
                "from 2a00:1450:4007:80c::2004",
                "with eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
                "the password was tried",
                "call 0612345678",
                "x".repeat(1_100))) {
            assertThatThrownBy(() -> reporter.edit(held.id(), held.categories(), tooMuch))
                    .as(tooMuch)
                    .isInstanceOf(ReportProblem.class);
        }
        Report edited =
                reporter.edit(held.id(), new TreeSet<>(List.of(19)), "Ignores \"robots.txt\"\r\n45.155.205.233");
        assertThat(edited.comment()).isEqualTo("Ignores \"robots.txt\" 45.155.205.233 Ref " + held.reference());
        assertThatThrownBy(() -> reporter.edit(held.id(), new TreeSet<>(List.of(24)), "Bot"))
                .isInstanceOf(ReportProblem.class);
    }

    @Test
    void sendsWhatIsHeldOnlyOnceAPersonAgrees() {
        Report held = submit("45.155.205.233", true);
        reporter.pass();
        assertThat(service.asked).isEmpty();
        reporter.approve(held.id());
        reporter.pass();
        assertThat(state(held)).isEqualTo(State.SENT);
        assertThatThrownBy(() -> reporter.withdraw(held.id())).hasMessageContaining("any more");
        Report other = submit("45.155.205.234", true);
        reporter.withdraw(other.id());
        reporter.pass();
        assertThat(service.reports).hasSize(1);
    }

    @Test
    void reportsAnAddressOnceADayAndJoinsWhatWaits() {
        submit("45.155.205.233", false);
        reporter.pass();
        Report second = submit("45.155.205.233", false);
        Report third = submit("45.155.205.233", false);
        assertThat(third.id()).isEqualTo(second.id());
        clock.pass(Duration.ofHours(23));
        reporter.pass();
        assertThat(service.reports).hasSize(1);
        clock.pass(Duration.ofHours(2));
        reporter.pass();
        assertThat(service.reports).hasSize(2);
    }

    @Test
    void tellsTheTwoMeaningsOfTooManyApart() throws IOException {
        // Another machine with the same key reported the address a moment ago.
        service.reports.add(new Arrived(
                "45.155.205.233",
                "21",
                "",
                java.time.OffsetDateTime.parse("2026-11-25T06:00:00Z"),
                clock.instant(),
                false));
        Report soon = submit("45.155.205.233", false);
        Report other = submit("45.155.205.234", false);
        reporter.pass();
        assertThat(state(soon)).isEqualTo(State.QUEUED);
        assertThat(state(other)).isEqualTo(State.SENT);
        clock.pass(Duration.ofMinutes(16));
        reporter.pass();
        assertThat(state(soon)).isEqualTo(State.SENT);

        // And it used up the day.
        Report late = submit("45.155.205.235", false);
        java.net.http.HttpClient another = java.net.http.HttpClient.newHttpClient();
        for (int i = 0; i < 1_000; i++) {
            try {
                another.send(
                        java.net.http.HttpRequest.newBuilder(service.base().resolve("report"))
                                .header("Key", AbuseIpdbService.KEY)
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("ip=1.1.1.1"))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.discarding());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        reporter.pass();
        assertThat(state(late)).isEqualTo(State.QUEUED);
        assertThat(reporter.standing().pausedUntil()).contains(Instant.parse("2026-11-26T00:00:00Z"));
        assertThat(reporter.standing().why()).contains("Daily rate limit");
        int asked = service.asked.size();
        clock.pass(Duration.ofHours(5));
        reporter.pass();
        assertThat(service.asked).hasSize(asked);
        clock.pass(Duration.ofHours(14));
        reporter.pass();
        assertThat(state(late)).isEqualTo(State.SENT);
    }

    @Test
    void sendsOneFileWhenTheDayIsTooShort() {
        List<Report> many = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            many.add(submit("45.1." + i / 250 + "." + (i % 250 + 1), false));
        }
        reporter.pass();
        assertThat(service.asked).containsExactly("bulk-report");
        assertThat(service.reports).hasSize(1_200).allMatch(Arrived::inBulk);
        assertThat(store.count(State.SENT)).isEqualTo(1_200);
        assertThat(service.reports.get(7).comment()).isEqualTo(many.get(7).comment());
    }

    @Test
    void asksWhetherAReportArrivedBeforeItSendsItAgain() {
        for (Fault fault : List.of(
                Fault.DONE_THEN_RESET,
                Fault.DONE_THEN_ERROR_PAGE,
                Fault.DONE_THEN_SILENCE,
                Fault.RESET,
                Fault.ERROR_PAGE,
                Fault.PAGE_OF_A_PROXY)) {
            Report report = submit("45.155.205." + (10 + fault.ordinal()), false);
            service.faults.add(fault);
            reporter.pass();
            assertThat(state(report)).as(fault.name()).isEqualTo(State.UNCERTAIN);
            clock.pass(Duration.ofMinutes(3));
            reporter.pass();
            assertThat(state(report)).as(fault.name()).isEqualTo(State.SENT);
        }
        assertThat(service.reports).hasSize(6);
    }

    @Test
    void waitsWhileTheKeyIsRefusedAndNeverTellsIt() {
        Report report = submit("45.155.205.233", false);
        service.faults.add(Fault.KEY_REFUSED);
        reporter.pass();
        assertThat(reporter.standing().why())
                .startsWith("Authentication failed")
                .doesNotContain(AbuseIpdbService.KEY);
        clock.pass(Duration.ofMinutes(31));
        reporter.pass();
        assertThat(state(report)).isEqualTo(State.SENT);
        assertThat(settings().toString()).doesNotContain(AbuseIpdbService.KEY);
        AbuseIpdbReporter broken = reporter(store, service.base(), "not\na key", Plan.STANDARD);
        assertThat(broken.check(CLIENT).problem()).contains("key").doesNotContain("not\na");
    }

    private AbuseIpdbSettings settings() {
        return new AbuseIpdbSettings(
                service.base(), () -> AbuseIpdbService.KEY, Plan.STANDARD, List::of, List::of, ours -> false);
    }

    @Test
    void takesBackWhatWasNoAttack() {
        Report sent = submit("45.155.205.233", false);
        reporter.pass();
        clock.pass(Duration.ofMinutes(20));
        Report waiting = submit("45.155.205.233", false);
        assertThat(reporter.retract(CLIENT)).isEqualTo(2);
        assertThat(state(waiting)).isEqualTo(State.WITHDRAWN);
        service.faults.add(Fault.RESET);
        reporter.pass();
        clock.pass(Duration.ofMinutes(5));
        reporter.pass();
        assertThat(state(sent)).isEqualTo(State.RETRACTED);
        assertThat(service.reports).isEmpty();
        assertThat(reporter.retract(CLIENT)).isZero();
    }

    @Test
    void keepsWhatItLookedUpForADay() {
        LookUp first = reporter.check(CLIENT);
        assertThat(first.answer().orElseThrow()).contains("abuseConfidenceScore");
        LookUp again = reporter.check(CLIENT);
        assertThat(again).isEqualTo(first);
        assertThat(reporter.checkBlock(address("45.155.205.0/24")).answer()).isPresent();
        assertThat(service.asked).containsExactly("check", "check-block");
        clock.pass(Duration.ofHours(25));
        service.faults.add(Fault.NOT_IN_PLAN);
        LookUp stale = reporter.check(CLIENT);
        assertThat(stale.answer()).isEqualTo(first.answer());
        assertThat(stale.problem()).contains("plan");
    }

    @Test
    void losesNothingWithoutNetwork() {
        Report report = submit("45.155.205.233", false);
        URI base = service.base();
        service.close();
        AbuseIpdbReporter offline = reporter(store, base, AbuseIpdbService.KEY, Plan.STANDARD);
        for (int i = 0; i < 20; i++) {
            offline.pass();
            clock.pass(Duration.ofMinutes(30));
        }
        assertThat(state(report)).isEqualTo(State.QUEUED);
        assertThat(store.report(report.id()).orElseThrow().note()).contains("can't be reached");
    }

    /** Days in which the service, the network and our own process fail at random. */
    @Test
    void overDaysOfTroubleEachReportArrivesOnceAndWithinThePolicy() throws IOException {
        start(Plan.BASIC);
        Random random = new Random(20_261_125);
        Fault[] faults = Fault.values();
        Map<String, Report> submitted = new HashMap<>();
        Duration step = Duration.ofMinutes(10);
        int silences = 0;
        for (int i = 0; i < 7 * 144; i++) {
            boolean quiet = i > 4 * 144;
            for (int n = quiet ? 0 : random.nextInt(3); n > 0; n--) {
                Report report = submit("45.12.7." + (1 + random.nextInt(60)), false);
                submitted.put(report.reference(), report);
            }
            if (!quiet && random.nextInt(6) == 0) {
                Fault fault = faults[random.nextInt(faults.length)];
                service.faults.add(fault == Fault.DONE_THEN_SILENCE && silences++ >= 2 ? Fault.DONE_THEN_RESET : fault);
            }
            AbuseIpdbReporter process = !quiet && random.nextInt(5) == 0 ? dyingReporter(random.nextInt(6)) : reporter;
            try {
                process.pass();
            } catch (ProcessDied e) {
                reporter = reporter(store, service.base(), AbuseIpdbService.KEY, Plan.BASIC);
            }
            clock.pass(step);
        }
        Map<String, Integer> arrivals = new HashMap<>();
        Map<String, Instant> last = new HashMap<>();
        for (Arrived arrived : service.reports) {
            String reference = arrived.comment().substring(arrived.comment().length() - 10);
            arrivals.merge(reference, 1, Integer::sum);
            Instant before = last.put(arrived.address(), arrived.at());
            if (before != null) {
                assertThat(Duration.between(before, arrived.at())).isGreaterThanOrEqualTo(Duration.ofHours(24));
            }
        }
        assertThat(arrivals.values()).allMatch(n -> n == 1);
        assertThat(submitted.keySet()).as("none is lost").isEqualTo(arrivals.keySet());
        assertThat(store.count(State.SENT)).isEqualTo(submitted.size());
        assertThat(submitted.size()).isGreaterThan(100);
    }

    /** The process died: what it was about to store is not stored. */
    private static final class ProcessDied extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A process that dies at its n-th change of a report. */
    private AbuseIpdbReporter dyingReporter(int change) {
        int[] left = {change};
        ReportStore dying = (ReportStore) Proxy.newProxyInstance(
                ReportStore.class.getClassLoader(), new Class<?>[] {ReportStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("change") && left[0]-- <= 0) {
                        throw new ProcessDied();
                    }
                    try {
                        return method.isDefault()
                                ? java.lang.reflect.InvocationHandler.invokeDefault(proxy, method, arguments)
                                : method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return reporter(dying, service.base(), AbuseIpdbService.KEY, Plan.BASIC);
    }

    private Report submit(String address, boolean held) {
        Observed observed = observed(address, SourceClass.SCANNER);
        return reporter.submit(observed, reporter.draft(observed), "person:anne", held);
    }

    private Observed observed(String address, SourceClass kind) {
        return new Observed(
                address(address),
                kind,
                7,
                clock.instant().minusSeconds(30),
                clock.instant(),
                List.of("930130"),
                List.of(new Target("GET", "/.env")));
    }

    private State state(Report report) {
        return store.report(report.id()).orElseThrow().state();
    }

    private static IPAddress address(String text) {
        return new IPAddressString(text).getAddress();
    }
}
