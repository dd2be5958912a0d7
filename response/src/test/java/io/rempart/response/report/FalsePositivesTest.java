package io.rempart.response.report;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.decision.DecisionStore.NewDecision;
import io.rempart.events.decision.Target;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.report.Report;
import io.rempart.events.report.Report.State;
import io.rempart.events.store.EventStore;
import io.rempart.response.Events;
import io.rempart.response.decision.BlockSettings;
import io.rempart.response.decision.Decisions;
import io.rempart.response.decision.NetworkDirectory;
import io.rempart.response.decision.StoredDecisions;
import io.rempart.response.report.Reporter.LookUp;
import io.rempart.store.EventStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a verdict undoes, up to the service on loopback. */
class FalsePositivesTest {
    private static final String INNOCENT = "45.155.205.233";
    private static final String GUILTY = "45.155.205.234";

    @TempDir
    Path directory;

    private final MovingClock clock = new MovingClock(Instant.parse("2026-11-25T06:00:00Z"));
    private EventStore store;
    private DecisionStore decisionStore;
    private Decisions decisions;
    private AbuseIpdbService service;
    private AbuseIpdbReporter reporter;
    private FalsePositives falsePositives;

    @BeforeEach
    void open() throws Exception {
        store = EventStores.open(directory);
        decisionStore = EventStores.decisions(store);
        decisions = new StoredDecisions(
                decisionStore, store, List::of, NetworkDirectory.NONE, BlockSettings.DEFAULT, null, null, clock);
        service = new AbuseIpdbService(clock, Plan.STANDARD, Duration.ofSeconds(3));
        reporter = new AbuseIpdbReporter(
                EventStores.reports(store),
                new AbuseIpdbSettings(
                        service.base(),
                        () -> AbuseIpdbService.KEY,
                        Plan.STANDARD,
                        List::of,
                        List::of,
                        ours -> false,
                        clock,
                        Duration.ofSeconds(2)));
        falsePositives = falsePositives();
        Events events = new Events(store);
        for (String client : List.of(INNOCENT, GUILTY)) {
            events.add(clock.instant().minusSeconds(60), client, SourceClass.ATTACK);
            events.add(clock.instant(), client, SourceClass.ATTACK);
        }
    }

    private FalsePositives falsePositives() {
        return new FalsePositives(store, decisions, reporter, EventStores.accounts(store), clock);
    }

    @AfterEach
    void close() {
        falsePositives.close();
        service.close();
        store.close();
    }

    private Report report(String client) {
        Observed observed = new Observed(
                address(client), SourceClass.ATTACK, 2, clock.instant(), clock.instant(), List.of(), List.of());
        return reporter.submit(observed, reporter.draft(observed), "person:bo", false);
    }

    private Decision block(String target, String author) {
        return decisionStore.add(new NewDecision(
                Decision.Kind.BLOCK,
                Target.of(target).orElseThrow(),
                "r",
                author,
                "",
                clock.instant(),
                null,
                null,
                0,
                false));
    }

    private void judge(String client, SourceClass sourceClass) {
        long id = store.search(new Query.ClientIn(address(client)), null, 1, Duration.ofSeconds(5))
                .events()
                .get(0)
                .id();
        store.judge(id, sourceClass, "anne", "our own monitoring");
    }

    private State state(Report report) {
        return EventStores.reports(store).report(report.id()).orElseThrow().state();
    }

    @Test
    void aSentReportIsDeletedAtTheServiceAndWhatPoliciesBlockedEnds() {
        falsePositives.step();
        Report sent = report(INNOCENT);
        Report other = report(GUILTY);
        reporter.pass();
        assertThat(state(sent)).isEqualTo(State.SENT);
        Decision byPolicy = block(INNOCENT, "policy:attackers");
        Decision byPerson = block("45.155.205.0/24", "person:bo");
        Decision ofOther = block(GUILTY, "policy:attackers");
        judge(INNOCENT, SourceClass.FALSE_POSITIVE);
        falsePositives.step();
        reporter.pass();
        assertThat(state(sent)).isEqualTo(State.RETRACTED);
        assertThat(state(other)).isEqualTo(State.SENT);
        assertThat(service.reports).extracting(arrived -> arrived.address()).containsExactly(GUILTY);
        Decision ended = decisionStore.decision(byPolicy.id()).orElseThrow();
        assertThat(ended.isInForce(clock.instant())).isFalse();
        assertThat(ended.endedBy()).isEqualTo("person:anne");
        for (Decision stays : List.of(byPerson, ofOther)) {
            assertThat(decisionStore.decision(stays.id()).orElseThrow().isInForce(clock.instant()))
                    .isTrue();
        }
        AuditTrailEntry entry = EventStores.accounts(store).auditTrail(null, 1).get(0);
        assertThat(entry.action()).isEqualTo("false-positive");
        assertThat(entry.account()).isEqualTo("anne");
        assertThat(entry.detail())
                .contains(INNOCENT, "1 reports taken back", "block " + byPolicy.id() + " by policy:attackers ended")
                .contains("block " + byPerson.id() + " by person:bo stays");
    }

    @Test
    void aWaitingReportIsTakenBackAndNeverSent() {
        falsePositives.step();
        Report waiting = report(INNOCENT);
        judge(INNOCENT, SourceClass.FALSE_POSITIVE);
        falsePositives.step();
        reporter.pass();
        assertThat(state(waiting)).isEqualTo(State.WITHDRAWN);
        assertThat(service.reports).isEmpty();
    }

    @Test
    void anotherVerdictUndoesNothing() {
        falsePositives.step();
        Report waiting = report(INNOCENT);
        Decision block = block(INNOCENT, "policy:attackers");
        judge(INNOCENT, SourceClass.SCANNER);
        falsePositives.step();
        assertThat(state(waiting)).isEqualTo(State.QUEUED);
        assertThat(decisionStore.decision(block.id()).orElseThrow().isInForce(clock.instant()))
                .isTrue();
    }

    @Test
    void aVerdictWhileWeAreDownHasItsEffectAfterwardsAndAnOldOneHasNone() {
        judge(GUILTY, SourceClass.FALSE_POSITIVE);
        falsePositives.step(); // the first ever
        Report innocent = report(INNOCENT);
        Report guilty = report(GUILTY);
        falsePositives.close();
        judge(INNOCENT, SourceClass.FALSE_POSITIVE);
        falsePositives = falsePositives();
        falsePositives.step();
        assertThat(state(innocent)).isEqualTo(State.WITHDRAWN);
        assertThat(state(guilty)).isEqualTo(State.QUEUED);
    }

    @Test
    void whatTheServiceKnowsIsReadAndKeptWithinItsTime() {
        report(INNOCENT);
        reporter.pass();
        assertThat(reporter.kept(address(INNOCENT)).answer()).isEmpty();
        LookUp fresh = reporter.check(address(INNOCENT));
        Dossier.OfAddress known =
                Dossier.ofAddress(fresh.answer().orElseThrow()).orElseThrow();
        assertThat(known.reports()).isEqualTo(1);
        assertThat(reporter.kept(address(INNOCENT)).at()).isEqualTo(fresh.at());
        assertThat(Dossier.ofAddress("<html>no</html>")).isEmpty();
        assertThat(Dossier.ofAddress("{\"data\":{\"abuseConfidenceScore\":101}}"))
                .isEmpty();
        Dossier.OfNetwork network = Dossier.ofNetwork(
                        "192.0.2.0/24",
                        "{\"data\":{\"reportedAddress\":[{\"ipAddress\":\"192.0.2.9\",\"numReports\":3,"
                                + "\"abuseConfidenceScore\":7},{\"ipAddress\":\"192.0.2.8\",\"numReports\":1,"
                                + "\"abuseConfidenceScore\":90},{\"ipAddress\":\"<b>\",\"numReports\":1}]}}")
                .orElseThrow();
        assertThat(network.addresses()).isEqualTo(2);
        assertThat(network.worst()).extracting(Dossier.Neighbour::address).containsExactly("192.0.2.8", "192.0.2.9");
    }

    private static IPAddress address(String text) {
        return new IPAddressString(text).getAddress();
    }
}
