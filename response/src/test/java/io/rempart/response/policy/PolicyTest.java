package io.rempart.response.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.rempart.events.account.AccountStore.AuditTrailEntry;
import io.rempart.events.decision.Decision;
import io.rempart.events.decision.DecisionStore;
import io.rempart.events.model.SourceClass;
import io.rempart.events.query.Query;
import io.rempart.events.query.QueryParser;
import io.rempart.events.store.EventStore;
import io.rempart.response.Events;
import io.rempart.response.SteppedClock;
import io.rempart.response.address.AddressSet;
import io.rempart.response.decision.BlockSettings;
import io.rempart.response.decision.NetworkDirectory;
import io.rempart.response.decision.StoredDecisions;
import io.rempart.response.guard.Guard;
import io.rempart.response.guard.GuardSource;
import io.rempart.response.guard.GuardedAddresses;
import io.rempart.response.policy.Policy.Mode;
import io.rempart.response.policy.Simulation.Blocked;
import io.rempart.store.EventStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-25T18:00:00Z");
    private static final Policy ATTACKERS = new Policy(
            "attackers",
            Mode.OFF,
            Set.of(SourceClass.ATTACK),
            80,
            3,
            Duration.ofMinutes(10),
            new Query.All(),
            null,
            32,
            64,
            "",
            "");

    @TempDir
    Path directory;

    private final SteppedClock clock = new SteppedClock(NOW);
    private final GuardSource guards =
            () -> List.of(new GuardedAddresses(Guard.ALLOW_LIST, AddressSet.ofKnown("203.0.113.99"), ""));
    private EventStore store;
    private DecisionStore decisions;
    private Events events;
    private PolicySwitches switches;
    private PolicyRunner runner;

    @BeforeEach
    void open() {
        store = EventStores.open(directory);
        decisions = EventStores.decisions(store);
        events = new Events(store);
        switches = new PolicySwitches(store, clock);
        runner = new PolicyRunner(
                new PolicyBook(List.of(ATTACKERS), new Query.All()),
                switches,
                store,
                EventStores.accounts(store),
                new StoredDecisions(
                        decisions, store, guards, NetworkDirectory.NONE, BlockSettings.DEFAULT, null, null, clock),
                clock);
    }

    @AfterEach
    void close() {
        runner.close();
        store.close();
    }

    /** Attacks at these seconds before now. */
    private void attacks(String client, int... secondsAgo) {
        for (int seconds : secondsAgo) {
            events.add(clock.instant().minusSeconds(seconds), client, SourceClass.ATTACK);
        }
    }

    private List<String> blocked() {
        return decisions.snapshot(clock.instant()).decisions().stream()
                .map(decision -> decision.target().toText())
                .toList();
    }

    @Test
    void anOffPolicyDoesNothingAndADryOneNotesWhomItWouldBlock() {
        attacks("203.0.113.7", 300, 200, 100);
        runner.step();
        assertThat(blocked()).isEmpty();
        switches.change(ATTACKERS, Mode.DRY_RUN, false);
        runner.step();
        runner.step();
        assertThat(blocked()).isEmpty();
        assertThat(EventStores.accounts(store).auditTrail(null, 10))
                .singleElement()
                .satisfies(line -> assertThat(line.detail()).startsWith("203.0.113.7: 3 events"))
                .extracting(AuditTrailEntry::action)
                .isEqualTo("would-block");
    }

    @Test
    void blocksAtTheThresholdWithinTheTimeAndNotBefore() {
        switches.change(ATTACKERS, Mode.ON, true);
        attacks("203.0.113.7", 300, 200);
        attacks("203.0.113.8", 590, 300, 0);
        attacks("2001:db8::8", 3, 2, 1);
        events.add(NOW, "203.0.113.9", "203.0.113.9", SourceClass.ATTACK, 79, "GET", "/", 404);
        events.add(NOW, "203.0.113.9", "203.0.113.9", SourceClass.ATTACK, 79, "GET", "/", 404);
        events.add(NOW, "203.0.113.9", "203.0.113.9", SourceClass.ATTACK, 79, "GET", "/", 404);
        runner.step();
        assertThat(blocked()).containsExactlyInAnyOrder("203.0.113.8", "2001:db8::/64");
        clock.step(Duration.ofSeconds(301));
        attacks("203.0.113.7", 0);
        runner.step();
        assertThat(blocked()).doesNotContain("203.0.113.7");
        attacks("203.0.113.7", 0);
        attacks("203.0.113.7", 0);
        runner.step();
        assertThat(blocked()).contains("203.0.113.7");
        Decision decision = decisions.snapshot(clock.instant()).decisions().get(0);
        assertThat(decision.author()).isEqualTo("policy:attackers");
        assertThat(decision.evidence()).contains("3 events");
        assertThat(decision.confirmBy()).isNull();
    }

    @Test
    void aGuardedAddressIsNotBlockedByAPolicyEither() {
        switches.change(ATTACKERS, Mode.ON, true);
        attacks("203.0.113.99", 3, 2, 1);
        runner.step();
        assertThat(blocked()).isEmpty();
        assertThat(EventStores.accounts(store).auditTrail(null, 10))
                .singleElement()
                .satisfies(line -> assertThat(line.detail()).contains("refused: allow-list"));
    }

    @Test
    void everySwitchGoesBackByItselfUnlessItIsConfirmed() {
        List<Mode> steps = List.of(Mode.DRY_RUN, Mode.ON, Mode.DRY_RUN, Mode.OFF, Mode.ON, Mode.OFF);
        Mode stands = Mode.OFF;
        for (Mode mode : steps) {
            assertThat(switches.change(ATTACKERS, mode, false).confirmBy())
                    .isEqualTo(clock.instant().plusSeconds(60));
            assertThat(switches.position(ATTACKERS).mode()).isEqualTo(mode);
            clock.step(Duration.ofSeconds(60));
            assertThat(switches.position(ATTACKERS).mode()).as("to " + mode).isEqualTo(stands);
            assertThat(switches.confirm(ATTACKERS)).isFalse();
            switches.change(ATTACKERS, mode, false);
            assertThat(switches.confirm(ATTACKERS)).isTrue();
            clock.step(Duration.ofSeconds(61));
            assertThat(new PolicySwitches(store, clock).position(ATTACKERS).mode())
                    .isEqualTo(mode);
            stands = mode;
        }
    }

    @Test
    void aSecondSwitchWithinTheMinuteGoesBackToWhatWasConfirmedLast() {
        switches.change(ATTACKERS, Mode.DRY_RUN, false);
        switches.change(ATTACKERS, Mode.ON, false);
        clock.step(Duration.ofSeconds(60));
        assertThat(switches.position(ATTACKERS).mode()).isEqualTo(Mode.OFF);
        switches.change(ATTACKERS, Mode.ON, false);
        assertThat(switches.change(ATTACKERS, Mode.OFF, false).confirmBy())
                .as("it is off as before")
                .isNull();
    }

    @Test
    void anEditedPolicyRunsDryUntilItIsConfirmed() {
        switches.change(ATTACKERS, Mode.ON, true);
        Policy edited = new Policy(
                "attackers",
                Mode.OFF,
                Set.of(SourceClass.ATTACK),
                80,
                2,
                Duration.ofMinutes(10),
                new Query.All(),
                null,
                32,
                64,
                "",
                "");
        assertThat(switches.isEdited(ATTACKERS)).isFalse();
        assertThat(switches.isEdited(edited)).isTrue();
        assertThat(switches.position(edited).mode()).isEqualTo(Mode.DRY_RUN);
        try (PolicyRunner restarted = new PolicyRunner(
                new PolicyBook(List.of(edited), new Query.All()),
                switches,
                store,
                EventStores.accounts(store),
                new StoredDecisions(
                        decisions, store, guards, NetworkDirectory.NONE, BlockSettings.DEFAULT, null, null, clock),
                clock)) {
            attacks("203.0.113.7", 2, 1);
            restarted.step();
            assertThat(blocked()).isEmpty();
            assertThat(switches.confirm(edited)).isTrue();
            assertThat(switches.confirm(edited)).isFalse();
            attacks("203.0.113.8", 2, 1);
            restarted.step();
            assertThat(blocked()).containsExactly("203.0.113.8");
        }
        assertThat(switches.position(ATTACKERS).mode())
                .as("the old text is an edit of the new one")
                .isEqualTo(Mode.DRY_RUN);
    }

    @Test
    void aPolicyThatIsOnInItsFileAwaitsAWordAsWell() {
        Policy on = new Policy(
                "fresh",
                Mode.ON,
                Set.of(SourceClass.ATTACK),
                80,
                2,
                Duration.ofMinutes(10),
                new Query.All(),
                null,
                32,
                64,
                "",
                "");
        assertThat(switches.position(on).mode()).isEqualTo(Mode.DRY_RUN);
        assertThat(switches.confirm(on)).isTrue();
        assertThat(switches.position(on).mode()).isEqualTo(Mode.ON);
    }

    @Test
    void aSimulationSaysWhomItWouldHaveBlockedAndWhoOfThemEverLoggedIn() {
        attacks("203.0.113.7", 900, 400, 350, 300);
        attacks("203.0.113.8", 2_000, 1_300, 600);
        attacks("203.0.113.9", 30, 20, 10);
        attacks("203.0.113.99", 30, 20, 10);
        events.add(
                NOW.minusSeconds(86_400),
                "203.0.113.9",
                "203.0.113.9",
                SourceClass.UNCLASSIFIED,
                0,
                "POST",
                "/wp-login.php",
                302);
        events.add(
                NOW.minusSeconds(90_000),
                "203.0.113.7",
                "203.0.113.7",
                SourceClass.UNCLASSIFIED,
                0,
                "POST",
                "/wp-login.php",
                200);
        Query loggedIn = QueryParser.parse("method:POST status:302 path:*login*", NOW, ZoneOffset.UTC);
        Simulation simulation = new Simulator(store, guards, clock).simulate(ATTACKERS, loggedIn, Duration.ofDays(7));
        assertThat(simulation.addresses()).isEqualTo(2);
        assertThat(simulation.loggedIn()).isEqualTo(1);
        assertThat(simulation.guarded()).isEqualTo(1);
        assertThat(simulation.legitimate()).isEqualTo(2);
        assertThat(simulation.isComplete()).isTrue();
        assertThat(simulation.blocked())
                .extracting(each -> each.address().toCanonicalString())
                .containsExactly("203.0.113.7", "203.0.113.9");
        assertThat(simulation.blocked()).extracting(Blocked::hasLoggedIn).containsExactly(false, true);
        assertThat(decisions.history(null, 10)).isEmpty();
    }

    @Test
    void forgetsTheSourceNotSeenForLongestAtTheBound() {
        Sightings sightings = new Sightings(2, Duration.ofDays(1));
        inet.ipaddr.ipv4.IPv4Address first = new inet.ipaddr.ipv4.IPv4Address(0x0B00_0000);
        sightings.add(first, 0);
        for (int i = 1; i <= Sightings.MOST_SOURCES; i++) {
            sightings.add(new inet.ipaddr.ipv4.IPv4Address(0x0B00_0000 + i), 0);
        }
        assertThat(sightings.add(new inet.ipaddr.ipv4.IPv4Address(0x0B00_0000 + Sightings.MOST_SOURCES), 0))
                .isTrue();
        assertThat(sightings.add(first, 0)).isFalse();
    }
}
